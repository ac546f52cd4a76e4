import { type Catalog, type CatalogObject, displayName, quotePath } from '../../catalog/index.ts'
import { withColumnPrivileges } from './column-privileges.ts'
import { withEnumsRebuiltFirst } from './rebuilt-enums.ts'
import type { Step } from './step.ts'
import { tidied } from './tidied.ts'
import { withoutNeedlessCasts } from './type-changes.ts'

/** The differ's steps with what it leaves out, and without what it puts in a wrong order. */
export function completed(steps: readonly Step[], from: Catalog, to: Catalog): Step[] {
  const safe = withoutNeedlessCasts(withEnumsRebuiltFirst(steps, from), from)
  const ordered = withColumnPrivileges(identityAfterNotNull(tidied(safe, from, to)), to)
  return [
    ...statisticsOnlyIn(from, to).map(({ path }) => plain(`drop statistics ${quotePath(path)}`)),
    ...ordered.flatMap((step) => detached(step, from, to)),
    ...statisticsOnlyIn(to, from).map(({ definition }) => plain(definition)),
    ...[...to.values()].flatMap((table) => rowType(table, from.get(`table ${table.name}`))),
  ]
}

function identityAfterNotNull(steps: readonly Step[]): Step[] {
  const madeNotNull = (step: Step) => {
    const column = /^(ALTER TABLE .* ALTER COLUMN .*) ADD GENERATED /.exec(step.sql)?.[1]
    return steps.find(({ sql }) => column !== undefined && sql === `${column} SET NOT NULL`)
  }
  const late = steps.filter((step) => madeNotNull(step) !== undefined)
  return [
    ...steps.filter((step) => !late.includes(step)),
    ...late.map((step) => ({ ...step, needs: [...step.needs, madeNotNull(step)!.sql] })),
  ]
}

// The differ knows no extended statistics. PostgreSQL drops them with their table or column, so they must go before.
function statisticsOnlyIn(one: Catalog, other: Catalog): CatalogObject[] {
  return [...one].flatMap(([key, object]) => {
    const isThere = other.get(key)?.definition === object.definition
    return object.kind !== 'statistics' || isThere ? [] : [object]
  })
}

// A foreign key on the whole table holds each partition, until it is none any more.
function detached(step: Step, from: Catalog, to: Catalog): Step[] {
  const table = step.drops.find(({ kind }) => kind === 'table')
  const parent = table && from.get(`table ${displayName(table.path)}`)?.parent
  const whole = parent === undefined ? undefined : from.get(`table ${parent}`)
  if (table === undefined || whole === undefined || !to.has(`table ${whole.name}`)) return [step]
  return [plain(`ALTER TABLE ${quotePath(whole.path)} DETACH PARTITION ${quotePath(table.path)}`), step]
}

// Nor does it know tables of a composite type: it makes them like any other.
function rowType({ kind, path, definition }: CatalogObject, before: CatalogObject | undefined): Step[] {
  if (kind !== 'table') return []
  const [wanted, present] = [rowTypeOf(definition), rowTypeOf(before?.definition ?? '')]
  if (wanted === present) return []
  return [plain(`alter table ${quotePath(path)} ${wanted === undefined ? 'not of' : `of ${wanted}`}`)]
}

function rowTypeOf(definition: string): string | undefined {
  return /^(?:unlogged )?of (\S+)/.exec(definition)?.[1]
}

function plain(sql: string): Step {
  return { sql, makes: [], drops: [], needs: [], frees: [], commits: false }
}
