import { quotePath, scope } from '../../catalog/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Subject } from '../check.ts'

/** A column that takes its values from a sequence. */
export interface SequenceColumn {
  readonly table: string[]
  readonly column: string
  readonly type: string
  /** The greatest (for a descending sequence the smallest) value of the column's type. */
  readonly limit: string
  /** Whether an index begins with it, so that the furthest value is found without reading the table. */
  readonly indexed: boolean
}

/** A sequence with the columns it feeds. Whole numbers are text, since a bigint need not fit into a number. */
export interface SequenceRow {
  readonly path: string[]
  readonly increment: string
  /** Where it ends: its maximum, or for a descending sequence its minimum. */
  readonly end: string
  readonly cycle: boolean
  readonly identity: boolean
  readonly columns: SequenceColumn[]
}

/** A sequence, where it stands, and the values in use. */
export interface SequenceState extends SequenceRow {
  /** The value that it gave last; null when it has given none. */
  readonly last: string | null
  /** The value that it gives next. */
  readonly next: string
  /** The greatest (for a descending sequence the smallest) value in its columns; null when they are empty. */
  readonly furthest: string | null
}

// A column is fed by a sequence that it owns (serial and identity), or from which its whole default takes a value. The columns
// of partitions belong to the whole table.
const sequences = `${scope},
  fed as (
    select objid as sequence, refobjid as relation, refobjsubid as number, deptype = 'i' as identity
    from pg_depend
    where classid = 'pg_class'::regclass
    and refclassid = 'pg_class'::regclass
    and deptype in ('a', 'i')
    union
    select dependency.refobjid, expression.adrelid, expression.adnum, false
    from pg_depend as dependency
    join pg_attrdef as expression on expression.oid = dependency.objid
    where dependency.classid = 'pg_attrdef'::regclass
    and dependency.refclassid = 'pg_class'::regclass
    and pg_get_expr(expression.adbin, expression.adrelid) ~ '^nextval\\(''[^'']*(''''[^'']*)*''::regclass\\)$'
  )
  select relation.path, sequence.seqincrement::text as increment, sequence.seqcycle as cycle,
    case when sequence.seqincrement > 0 then sequence.seqmax else sequence.seqmin end::text as "end",
    coalesce(bool_or(fed.identity), false) as identity,
    coalesce(
      jsonb_agg(
        jsonb_build_object(
          'table', jsonb_build_array(namespace.nspname, class.relname),
          'column', attribute.attname,
          'type', format_type(attribute.atttypid, null),
          'limit', case when sequence.seqincrement > 0
            then case attribute.atttypid when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647
              else 9223372036854775807 end
            else case attribute.atttypid when 'int2'::regtype then -32768 when 'int4'::regtype then -2147483648
              else -9223372036854775808 end
          end::text,
          'indexed', exists (
            select from pg_index as index
            join pg_class as index_class on index_class.oid = index.indexrelid
            join pg_am as method on method.oid = index_class.relam
            where index.indrelid = attribute.attrelid
            and index.indkey[0] = attribute.attnum
            and index.indpred is null
            and index.indisvalid
            and method.amname = 'btree'
          )
        )
        order by namespace.nspname, class.relname, attribute.attname
      ) filter (where attribute.attname is not null),
      '[]'
    ) as columns
  from relation
  join pg_sequence as sequence on sequence.seqrelid = relation.oid
  left join fed on fed.sequence = relation.oid
  left join pg_class as class on class.oid = fed.relation and class.relkind in ('r', 'p') and not class.relispartition
  left join pg_namespace as namespace on namespace.oid = class.relnamespace
  left join pg_attribute as attribute
    on attribute.attrelid = class.oid and attribute.attnum = fed.number
    and attribute.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
  group by relation.path, sequence.seqrelid, sequence.seqincrement, sequence.seqcycle, sequence.seqmax, sequence.seqmin
  order by relation.path`

/** Reads the sequences of the schemas, where each stands, and how far the columns that it feeds have come. */
export async function readSequences(tx: Queryable, { schemas, deep }: Subject): Promise<SequenceState[]> {
  const states: SequenceState[] = []
  for (const row of await tx.many<SequenceRow>(sequences, [schemas])) {
    const position = await readPosition(tx, row)
    // A table is read as a whole only when that was asked for.
    const affordable = row.columns.length > 0 && (deep || row.columns.every((column) => column.indexed))
    states.push({ ...row, ...position, furthest: affordable ? await furthestValue(tx, row) : null })
  }
  return states
}

/** Reads the sequences of the schemas and where each stands, and nothing of the tables. */
export async function readPositions(tx: Queryable, { schemas }: Subject): Promise<SequenceState[]> {
  const states: SequenceState[] = []
  for (const row of await tx.many<SequenceRow>(sequences, [schemas]))
    states.push({ ...row, ...(await readPosition(tx, row)), furthest: null })
  return states
}

async function readPosition(tx: Queryable, row: SequenceRow): Promise<Pick<SequenceState, 'last' | 'next'>> {
  const { last, called } = await tx.one<{ last: string; called: boolean }>(
    `select last_value::text as last, is_called as called from ${quotePath(row.path)}`,
  )
  return { last: called ? last : null, next: called ? String(BigInt(last) + BigInt(row.increment)) : last }
}

async function furthestValue(tx: Queryable, row: SequenceRow): Promise<string | null> {
  const { value } = await tx.one<{ value: string | null }>(`select ${furthestOf(row)}::text as value`)
  return value
}

/** SQL for the furthest value in the columns that the sequence feeds. */
export function furthestOf({ columns, increment }: SequenceRow): string {
  const [one, several] = BigInt(increment) > 0n ? ['max', 'greatest'] : ['min', 'least']
  const values = columns.map(
    ({ table, column }) => `(select ${one}(${quoteIdentifier(column)}) from ${quotePath(table)})`,
  )
  return values.length === 1 ? values.join() : `${several}(${values.join(', ')})`
}
