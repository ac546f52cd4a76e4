import { displayName, scope } from '../../catalog/index.ts'
import type { Found, Subject } from '../check.ts'
import { rowsCheck } from '../define.ts'

interface ValuesRow {
  readonly table: string[]
  readonly column: string
  /** The labels of its enum type. */
  readonly labels: string[] | null
  /** The check constraints on it alone. */
  readonly checks: string[]
}

/** Columns whose union in the configuration is not what the database holds. */
export const unions = rowsCheck<ValuesRow>({
  id: 'column-type-union',
  kind: 'static',
  title: 'unions in columnTypes are what the database allows',
  severity: 'error',
  why: 'A union in rowhouse.config.ts is believed by the compiler; the database goes by its enum or its check constraint.',
  sql: `${scope}
    select relation.path as table, attribute.attname as column,
      (
        select array_agg(label.enumlabel::text order by label.enumsortorder)
        from pg_enum as label
        where label.enumtypid = attribute.atttypid
      ) as labels,
      array(
        select pg_get_expr(con.conbin, con.conrelid)
        from pg_constraint as con
        where con.conrelid = relation.oid
        and con.contype = 'c'
        and con.conkey = array[attribute.attnum]
        order by con.conname
      ) as checks
    from relation
    join pg_attribute as attribute on attribute.attrelid = relation.oid
    where relation.kind in ('r', 'p')
    and attribute.attnum > 0
    and not attribute.attisdropped
    order by relation.path, attribute.attnum`,
  decide: (rows, { project }) => {
    if (project === undefined) return { skipped: 'no project was given' }
    return rows.flatMap((row) => different(row, unionFor(row, project)))
  },
})

function unionFor(
  { table, column }: ValuesRow,
  { columnTypes }: NonNullable<Subject['project']>,
): string[] | undefined {
  const type = columnTypes[[...table, column].join('.')] ?? columnTypes[[table.at(-1), column].join('.')]
  return type === undefined ? undefined : membersOf(type)
}

/** The members of a union of string literals; `undefined` for any other type. */
export function membersOf(type: string): string[] | undefined {
  const members = type.split('|').map((member) => /^\s*(['"])(.*)\1\s*$/.exec(member)?.[2])
  const known = members.filter((member) => member !== undefined)
  return known.length === members.length ? known : undefined
}

/** The values that a check constraint allows, when it is a list; `undefined` for any other. */
export function listedValues(check: string): string[] | undefined {
  const list = /= ANY \(+ARRAY\[(.*)\](?:\)?::[\w\s"]+\[\])?\)+$/.exec(check)?.[1]
  return list === undefined
    ? undefined
    : [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, value]) => value!.replaceAll("''", "'"))
}

function different(row: ValuesRow, union: readonly string[] | undefined): Found[] {
  const allowed = row.labels ?? row.checks.map(listedValues).find((values) => values !== undefined)
  if (union === undefined || allowed === undefined) return []
  const object = displayName([...row.table, row.column])
  const more = allowed.filter((value) => !union.includes(value))
  const less = union.filter((value) => !allowed.includes(value))
  if (more.length + less.length === 0) return []
  const sides = [
    ...(more.length === 0 ? [] : [`the database also allows ${more.join(', ')}`]),
    ...(less.length === 0 ? [] : [`it does not allow ${less.join(', ')}`]),
  ]
  return [{ object, message: `the union of ${object} in columnTypes is not up to date: ${sides.join(', and ')}` }]
}
