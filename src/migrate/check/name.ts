import { displayName } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Path } from './tree.ts'

/** A name as it would be written in SQL, with quotes only where it needs them. */
export function sqlName(...parts: Path): string {
  return parts.map((part) => (reserved.has(part) ? quoteIdentifier(part) : displayName([part]))).join('.')
}

/** A name of our own making, `<table>_<column>_not_null`, cut so that PostgreSQL need not. */
export function madeName(...parts: Path): string {
  let name = parts.join('_')
  while (Buffer.byteLength(name) > longestName) name = name.slice(0, -1)
  return sqlName(name)
}

/** The most bytes that PostgreSQL keeps of an identifier. */
export const longestName = 63

// The manual's appendix "SQL Key Words": reserved, or reserved save as a function or type.
const reserved: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
  localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right
  select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using
  variadic verbose when where window with`.split(/\s+/),
)
