import type { Queryable } from '../../query/index.ts'
import { isBlocking, isStronger, type LockMode, strongestLock } from './locks.ts'
import type { ScriptStatement } from './script.ts'

/** What a statement did to a table that was there before its migration. */
export interface TableEffect {
  readonly table: string
  /** The strongest lock that is held after the statement, which earlier ones may have taken. */
  readonly lock: LockMode
  /** Whether this statement took it. */
  readonly taken: boolean
  /** Written anew: its `relfilenode` has changed. */
  readonly rewritten: boolean
  /** Read from end to end: its count of sequential scans has grown. */
  readonly scanned: boolean
}

/** What a statement did to the tables that were there before its migration; nothing for those of no interest. */
export interface MeasuredStatement {
  readonly statement: ScriptStatement
  readonly effects: readonly TableEffect[]
}

/** A table that was there before a migration. */
interface ExistingTable {
  readonly oid: number
  readonly name: string
}

/** A table as it is at a moment of a transaction. */
interface TableState {
  readonly oid: number
  /** Null for what has no file: a partitioned table, or one that was dropped. */
  readonly file: number | null
  readonly scans: number
  readonly modes: readonly string[]
}

/** How bad an effect is: `ok`, `brief` when others wait until the commit alone, `long` when they wait for work on every row. */
export type Verdict = 'ok' | 'brief' | 'long'

/**
 * Measures statements in an open transaction: the locks that they take, the tables that they write anew and read in full. What
 * it says of an empty table holds for a full one, since both take the same way through PostgreSQL.
 */
export class Measurement {
  readonly #tx: Queryable
  readonly #tables: readonly ExistingTable[]
  #states: ReadonlyMap<number, TableState>

  private constructor(tx: Queryable, tables: readonly ExistingTable[], states: ReadonlyMap<number, TableState>) {
    this.#tx = tx
    this.#tables = tables
    this.#states = states
  }

  /** Begins to measure; the tables that are there now are the ones that count. */
  static async begin(tx: Queryable): Promise<Measurement> {
    const tables = await listTables(tx)
    return new Measurement(tx, tables, await readStates(tx, tables))
  }

  /** Runs a statement by `work`, and tells what it did. */
  async of(statement: ScriptStatement, work: () => Promise<void>): Promise<MeasuredStatement> {
    await work()
    if (this.#tables.length === 0) return { statement, effects: [] }
    const states = await readStates(this.#tx, this.#tables)
    const effects = this.#tables.flatMap((table) =>
      effectOn(table.name, this.#states.get(table.oid)!, states.get(table.oid)!),
    )
    this.#states = states
    return { statement, effects: effects.filter(isOfInterest(effects)) }
  }
}

/**
 * The verdict on one of the effects of a statement. Whatever it works on, every lock that is held meanwhile is held for as long:
 * that on the table which a foreign key refers to, and those that earlier statements took.
 */
export function verdictOn({ lock }: TableEffect, effects: readonly TableEffect[]): Verdict {
  if (!isBlocking(lock)) return 'ok'
  return effects.some(works) ? 'long' : 'brief'
}

function works({ rewritten, scanned }: TableEffect): boolean {
  return rewritten || scanned
}

function isOfInterest(effects: readonly TableEffect[]): (effect: TableEffect) => boolean {
  const [work, wait] = [effects.some(works), effects.some(({ lock }) => isBlocking(lock))]
  return (effect) =>
    effect.rewritten ||
    (effect.taken && isStronger(effect.lock, 'ROW SHARE')) ||
    (work && isBlocking(effect.lock)) ||
    (wait && effect.scanned)
}

function effectOn(table: string, before: TableState, after: TableState): TableEffect[] {
  const lock = strongestLock(after.modes)
  if (lock === undefined) return []
  const taken = isStronger(lock, strongestLock(before.modes))
  const rewritten = after.file !== null && after.file !== before.file
  return [{ table, lock, taken, rewritten, scanned: after.scans > before.scans }]
}

function listTables(tx: Queryable): Promise<ExistingTable[]> {
  return tx.many<ExistingTable>(`
    select class.oid, class.oid::regclass::text as name
    from pg_class as class
    join pg_namespace as namespace on namespace.oid = class.relnamespace
    where class.relkind in ('r', 'p', 'm')
    and namespace.nspname !~ '^pg_'
    and namespace.nspname not in ('information_schema', 'rowhouse')
    order by name`)
}

async function readStates(tx: Queryable, tables: readonly ExistingTable[]): Promise<ReadonlyMap<number, TableState>> {
  if (tables.length === 0) return new Map()
  const states = await tx.many<TableState>(
    `
    select existing.oid,
      pg_catalog.pg_relation_filenode(existing.oid) as file,
      pg_catalog.pg_stat_get_xact_numscans(existing.oid) as scans,
      coalesce(held.modes, '{}') as modes
    from unnest($1::oid[]) as existing (oid)
    left join (
      select relation as oid, array_agg(mode) as modes
      from pg_catalog.pg_locks
      where locktype = 'relation'
      and pid = pg_catalog.pg_backend_pid()
      and granted
      group by relation
    ) as held using (oid)`,
    [tables.map(({ oid }) => oid)],
  )
  return new Map(states.map((state) => [state.oid, state]))
}
