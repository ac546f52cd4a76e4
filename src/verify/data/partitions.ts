import { displayName, quotePath, scope } from '../../catalog/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteLiteral } from '../../sql/index.ts'
import type { Found, Subject } from '../check.ts'
import { readingCheck, rowCheck } from '../define.ts'

interface DefaultPartition {
  readonly table: string[]
  readonly partition: string[]
}

/** Default partitions with rows in them. */
export const filledDefaults = readingCheck<DefaultPartition>({
  id: 'default-partition',
  kind: 'data',
  title: 'default partitions are empty',
  severity: 'warning',
  why: 'A row that no partition takes lands there unseen, and the partition that should take it can no longer be created.',
  read: readFilledDefaults,
  decide: (rows) => rows.map(filled),
})

async function readFilledDefaults(tx: Queryable, { schemas }: Subject): Promise<DefaultPartition[]> {
  const filled: DefaultPartition[] = []
  for (const row of await tx.many<DefaultPartition>(defaultPartitions, [schemas])) {
    const any = await tx.maybeOne(`select true as any from ${quotePath(row.partition)} limit 1`)
    if (any !== undefined) filled.push(row)
  }
  return filled
}

const defaultPartitions = `${scope}
  select relation.path as table, array[namespace.nspname, class.relname]::text[] as partition
  from relation
  join pg_partitioned_table as partitioned on partitioned.partrelid = relation.oid
  join pg_class as class on class.oid = partitioned.partdefid
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  order by relation.path`

function filled({ table, partition }: DefaultPartition): Found {
  return {
    object: displayName(partition),
    message: `default partition ${displayName(partition)} of ${displayName(table)} has rows; in one transaction move them out, create the partitions they belong to, and insert them again`,
  }
}

interface RangeRow {
  readonly table: string[]
  readonly schema: string
  /** The type of the column by which it is partitioned. */
  readonly type: string
  /** The bound of each partition, as PostgreSQL writes it; the default partition has none. */
  readonly bounds: string[]
}

/** Tables partitioned by time that will soon have no partition for the rows that come. */
export const partitionsAhead = rowCheck<RangeRow>({
  id: 'partition-ahead',
  kind: 'data',
  title: 'there are partitions for the days to come',
  severity: 'error',
  why: 'Without a partition for its time a row is refused, or lands in the default partition, and nothing can be done at midnight.',
  sql: `${scope}
    select relation.path as table, relation.schema, format_type(attribute.atttypid, null) as type,
      array(
        select pg_get_expr(class.relpartbound, class.oid)
        from pg_inherits as inheritance
        join pg_class as class on class.oid = inheritance.inhrelid
        where inheritance.inhparent = relation.oid
        and class.relpartbound is not null
        order by 1
      ) as bounds
    from relation
    join pg_class as class using (oid)
    join pg_partitioned_table as partitioned on partitioned.partrelid = relation.oid
    join pg_attribute as attribute
      on attribute.attrelid = relation.oid and attribute.attnum = (partitioned.partattrs::int2[])[0]
    where partitioned.partstrat = 'r'
    and attribute.atttypid in ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
    order by relation.path`,
  find: (row, { limits }) => endsTooSoon(row, new Date(), limits.partitionDays),
})

/** What is wrong with the partitions of a table at the time `now`, when they must reach `days` further. */
export function endsTooSoon(row: RangeRow, now: Date, days: number): Found | undefined {
  const ranges = row.bounds.flatMap((bound) => rangeOf(bound) ?? [])
  const last = ranges.toSorted((a, b) => a.to - b.to).at(-1)
  const needed = now.getTime() + days * 86_400_000
  if (last === undefined || last.to >= needed) return undefined
  const name = displayName(row.table)
  return {
    object: name,
    message: `the partitions of ${name} end at ${writeTime(last.to, row.type)}; create the next ones, and have it done on schedule`,
    fix: Number.isFinite(last.from) ? nextPartitions(row, last, needed) : undefined,
  }
}

interface Range {
  readonly from: number
  readonly to: number
}

/** The first column of a range in milliseconds; `undefined` for another kind of bound. */
function rangeOf(bound: string): Range | undefined {
  const match = /^FOR VALUES FROM \((?:'([^']*)'|(MINVALUE))[,)].* TO \((?:'([^']*)'|(MAXVALUE))[,)]/.exec(bound)
  if (match === null) return undefined
  return {
    from: match[1] === undefined ? Number.NEGATIVE_INFINITY : timeOf(match[1]),
    to: match[3] === undefined ? Number.POSITIVE_INFINITY : timeOf(match[3]),
  }
}

// PostgreSQL writes `2025-01-01`, `2025-01-01 00:00:00` and `2025-01-01 00:00:00+00`, here always in UTC.
function timeOf(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19) || '00:00:00'}Z`)
}

function writeTime(time: number, type: string): string {
  const iso = new Date(time).toISOString()
  if (type === 'date') return iso.slice(0, 10)
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${type === 'timestamp with time zone' ? '+00' : ''}`
}

// Where the partitions ended long ago, the first hundred are a beginning.
function nextPartitions(row: RangeRow, last: Range, needed: number): string {
  const statements: string[] = []
  let range = last
  while (range.to < needed && statements.length < 100) {
    range = { from: range.to, to: following(range) }
    statements.push(createPartition(row, range))
  }
  return statements.join(';\n')
}

function createPartition({ table, schema, type }: RangeRow, { from, to }: Range): string {
  const name = `${table.at(-1)}_${writeTime(from, 'date').replaceAll('-', '_')}`
  const [first, end] = [from, to].map((time) => quoteLiteral(writeTime(time, type)))
  return `create table ${quotePath([schema, name])} partition of ${quotePath(table)} for values from (${first}) to (${end})`
}

/** The end of a range as long as the last: as many months where it has whole ones. */
function following({ from, to }: Range): number {
  const [begin, end] = [new Date(from), new Date(to)]
  if (begin.getUTCDate() !== 1 || end.getUTCDate() !== 1) return to + (to - from)
  const months = (end.getUTCFullYear() - begin.getUTCFullYear()) * 12 + end.getUTCMonth() - begin.getUTCMonth()
  return Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + months, 1, end.getUTCHours(), end.getUTCMinutes())
}
