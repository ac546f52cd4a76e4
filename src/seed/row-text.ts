import { inspect } from 'node:util'

/** A row as a text that is the same for the same values, for a checksum. */
export function rowText(row: object): string {
  try {
    return `${JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`
  } catch {
    // A row of a writer may hold anything, circles as well, which JSON has not.
    return `${inspect(row, { depth: 5 })}\n`
  }
}
