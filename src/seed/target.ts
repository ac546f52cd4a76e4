import { didYouMean } from '../config/index.ts'
import { DatabaseError, RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'

/** A column into which a seed writes. */
export interface TargetColumn {
  readonly name: string
  /** Computed from other columns, so that nothing can be written to it. */
  readonly generated: boolean
  /** `generated always as identity`. */
  readonly identity: boolean
  /** The ascending sequence that the column owns, quoted for SQL. */
  readonly sequence: string | null
}

/** The table into which a seed writes. */
export interface Target {
  readonly schema: string
  readonly name: string
  readonly columns: readonly TargetColumn[]
  /** The columns of each constraint or index that can find a row again. */
  readonly keys: readonly (readonly string[])[]
}

/** Reads what the catalog says of `table`. Throws `SEED_INVALID` when it does not exist. */
export async function readTarget(db: Queryable, table: string): Promise<Target> {
  const target = await findTarget(db, table)
  if (target !== undefined) return target
  const advice = 'run the migrations first, or write the name as SQL does, with quotes where it has upper case'
  throw new RowhouseError('SEED_INVALID', `there is no table ${table}; ${advice}`, { facts: { table } })
}

async function findTarget(db: Queryable, table: string): Promise<Target | undefined> {
  try {
    // In a savepoint, because a name that is no SQL name is an error, which would end the transaction around it.
    return await db.transaction((savepoint) => savepoint.maybeOne<Target>(targetQuery, [table]))
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '42602') return undefined
    throw error
  }
}

const targetQuery = `
  select
    namespace.nspname as schema,
    class.relname as name,
    (
      select jsonb_agg(jsonb_build_object(
        'name', attname,
        'generated', attgenerated <> '',
        'identity', attidentity = 'a',
        'sequence', (
          select owned.sequence
          from pg_get_serial_sequence(class.oid::regclass::text, attname) as owned (sequence)
          join pg_sequence on seqrelid = owned.sequence::regclass
          where seqincrement > 0
        )
      ) order by attnum)
      from pg_attribute
      where attrelid = class.oid
        and attnum > 0
        and not attisdropped
    ) as columns,
    coalesce((
      select jsonb_agg((
        select jsonb_agg(attname order by attnum)
        from pg_attribute
        where attrelid = class.oid
          and attnum = any (indkey[0:indnkeyatts - 1])
      ) order by indisprimary desc, indexrelid)
      from pg_index
      where indrelid = class.oid
        and indisunique
        and indimmediate
        and indisvalid
        and indpred is null
        and indexprs is null
    ), '[]') as keys
  from pg_class as class
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  where class.oid = to_regclass($1)
    and class.relkind in ('r', 'p')`

/** Refuses a key by which rows cannot be found again with `SEED_INVALID`. */
export function checkKey({ name, columns, keys }: Target, key: readonly string[]): void {
  for (const column of key) checkColumn(name, columns, column)
  const wanted = keyText(key)
  if (keys.some((columnsOfKey) => keyText(columnsOfKey) === wanted)) return
  const known = keys.map((columnsOfKey) => `(${columnsOfKey.join(', ')})`).join(' or ')
  const advice = known === '' ? 'add one in a migration' : `add one in a migration, or use ${known}`
  const message = `table ${name} has no unique constraint on exactly (${key.join(', ')}); ${advice}`
  throw new RowhouseError('SEED_INVALID', message, { facts: { table: name, key } })
}

/** The columns of that name, without generated ones. Throws `SEED_INVALID` for one that does not exist. */
export function writtenColumns({ name, columns }: Target, given: readonly string[]): TargetColumn[] {
  return given.map((column) => checkColumn(name, columns, column)).filter((column) => !column.generated)
}

function checkColumn(table: string, columns: readonly TargetColumn[], name: string): TargetColumn {
  const column = columns.find((candidate) => candidate.name === name)
  if (column !== undefined) return column
  const names = columns.map((candidate) => candidate.name)
  const advice = didYouMean(name, names) || `; its columns are ${names.join(', ')}`
  throw new RowhouseError('SEED_INVALID', `table ${table} has no column "${name}"${advice}`, {
    facts: { table, column: name },
  })
}

function keyText(columns: readonly string[]): string {
  return JSON.stringify([...columns].sort())
}
