import { type Catalog, displayName } from '../../catalog/index.ts'
import { isWord, significantTokens } from '../../sql/index.ts'
import { begins } from './online.ts'
import type { Step } from './step.ts'

/** What the steps do to tables that may hold rows, and no form of them can avoid. */
export function noticesFor(steps: readonly Step[], before: Catalog): string[] {
  return steps.flatMap((step) => requiredColumn(step, before))
}

function requiredColumn({ sql, makes }: Step, before: Catalog): string[] {
  const column = makes.find(({ kind }) => kind === 'column')
  if (column === undefined || !begins(sql, 'alter', 'table')) return []
  if (!before.has(`table ${displayName(column.path.slice(0, -1))}`) || !isRequired(sql)) return []
  const name = displayName(column.path)
  return [
    `${name} is not null and has no default, so it cannot be added where there are rows; give it one, or add it without \`not null\` first`,
  ]
}

function isRequired(sql: string): boolean {
  const parts = [...significantTokens(sql)]
  const isNotNull = parts.some((token, at) => isWord(token, 'not') && isWord(parts[at + 1], 'null'))
  return isNotNull && !parts.some((token) => isWord(token, 'default', 'generated'))
}
