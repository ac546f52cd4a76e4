import type { QueryError } from './analysis.ts'

/** Columns that a row cannot hold by name: those without one, and those whose name another has too. */
export function findMisnamed(names: readonly string[]): QueryError | undefined {
  const unnamed = names.flatMap((name, index) => (name === '?column?' ? [index + 1] : []))
  if (unnamed.length > 0) {
    const message = `${listed('column', unnamed)} ${unnamed.length > 1 ? 'have' : 'has'} no name`
    return { code: 'UNNAMED_COLUMN', message, hint: 'Name it with `as`.' }
  }
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  if (repeated.length === 0) return undefined
  const quoted = repeated.map((name) => `"${name}"`)
  const message = `${listed('column', quoted)} ${quoted.length > 1 ? 'stand' : 'stands'} in the answer more than once`
  return { code: 'DUPLICATE_COLUMN', message, hint: 'Give each its own name with `as`.' }
}

function listed(noun: string, items: readonly (string | number)[]): string {
  return `${noun}${items.length > 1 ? 's' : ''} ${items.join(', ')}`
}
