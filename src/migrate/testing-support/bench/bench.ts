import { vi } from 'vitest'
import { createOnServer } from '../../../../test/support/databases.ts'
import { connect, type Database } from '../../../index.ts'
import { emptyFolder, type Folder } from '../folder.ts'
import { type Ended, type Running, startRowhouse } from './command.ts'
import { poolerTo } from './pgbouncer.ts'
import { type Relay, relayTo } from './relay.ts'

/** An empty database on a server, an empty project, and the command line between them. */
export interface Bench extends AsyncDisposable {
  readonly url: string
  /** An observer's connections to the database. */
  readonly db: Database
  readonly folder: Folder
  /** Writes migrations: the texts of `up.sql`, or of `up.sql` and `down.sql`, by name. */
  add(migrations: Readonly<Record<string, string | readonly [up: string, down: string]>>): Promise<void>
  /** Runs `rowhouse migrate …` to its end. */
  migrate(...args: string[]): Promise<Ended>
  /** Starts `rowhouse migrate …`. */
  start(...args: string[]): Running
  /** The same project against another address of the database. */
  at(url: string): Pick<Bench, 'migrate' | 'start'>
  /** Starts a relay before the server, which is stopped at the end of the test. */
  relay(): Promise<Relay>
  /** Starts a PgBouncer in transaction mode before the server, which is stopped at the end of the test. */
  pooler(): Promise<{ readonly url: string }>
  /** Runs `work` while whoever runs the statement `gate` waits; it goes on when `work` has ended. */
  whileGateIsShut<T>(work: () => Promise<T>): Promise<T>
  /** Waits until a query answers with true in its only column. */
  until(condition: string): Promise<void>
  /** Waits until a backend runs a statement that holds this text. */
  untilRuns(text: string): Promise<void>
  /** Waits until nobody runs a statement that holds this text any more. */
  untilEnds(text: string): Promise<void>
  /** `<name>: <state>` of each migration. */
  states(): Promise<string[]>
  /** The tables in `public`. */
  tables(): Promise<string[]>
  /** The indexes of the tables in `public` but for primary keys, INVALID ones with a mark: `i INVALID`. */
  indexes(): Promise<string[]>
  /** What is in no database after a finished run: locks of runners and entries of the ledger. */
  leftovers(): Promise<string[]>
}

/** A statement for a migration to stop at. */
export const gate = 'select n from bench.gate for update'

/** Makes a bench. */
export async function newBench(): Promise<Bench> {
  const { url, drop } = await createOnServer()
  const db = await connect(url)
  await db.script('create schema bench; create table bench.gate as select 1 as n')
  const folder = await emptyFolder()
  const others: AsyncDisposable[] = []
  const at = (address: string) => {
    const start = (...args: string[]) => startRowhouse(['migrate', ...args, '--project', folder.path, '--url', address])
    return { start, migrate: (...args: string[]) => start(...args).ended }
  }
  const kept = <T extends AsyncDisposable>(other: T): T => {
    others.push(other)
    return other
  }
  const until = (condition: string) =>
    vi.waitFor(
      async () => {
        const { rows } = await db.queryUnsafe(condition)
        if (Object.values(rows[0] ?? {})[0] !== true) throw new Error(`not yet: ${condition}`)
      },
      { timeout: 30_000, interval: 25 },
    )
  return {
    url,
    db,
    folder,
    ...at(url),
    at,
    add: async (migrations) => {
      for (const [name, texts] of Object.entries(migrations)) {
        const [up, down] = typeof texts === 'string' ? [texts] : texts
        await folder.add(`migrations/${name}`, up, down)
      }
    },
    relay: async () => kept(await relayTo(url)),
    pooler: async () => kept(await poolerTo(url)),
    whileGateIsShut: (work) =>
      db.transaction(async (tx) => {
        await tx.script(gate)
        return work()
      }),
    until,
    untilRuns: (text) => until(`select ${running(text)}`),
    untilEnds: (text) => until(`select not ${running(text)}`),
    states: async () => JSON.parse((await at(url).migrate('status', '--json')).out).migrations.map(stateOf),
    tables: () => namesIn(db, tables),
    indexes: () => namesIn(db, indexes),
    leftovers: () => leftovers(db),
    [Symbol.asyncDispose]: async () => {
      for (const other of others) await other[Symbol.asyncDispose]()
      await db.close()
      await folder[Symbol.asyncDispose]()
      await drop()
    },
  }
}

function stateOf({ name, state }: { name: string; state: string }): string {
  return `${name}: ${state}`
}

function running(text: string): string {
  const literal = `'%${text.replaceAll("'", "''")}%'`
  return `exists (
    select from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query like ${literal}
  )`
}

const tables = `select tablename as name from pg_tables where schemaname = 'public' order by name`

const indexes = `
  select class.relname || case when index.indisvalid then '' else ' INVALID' end as name
  from pg_index as index
  join pg_class as class on class.oid = index.indexrelid
  where class.relnamespace = 'public'::regnamespace and not index.indisprimary
  order by name`

async function namesIn(db: Database, query: string): Promise<string[]> {
  const { rows } = await db.queryUnsafe(query)
  return rows.map(({ name }) => String(name))
}

async function leftovers(db: Database): Promise<string[]> {
  const locks = await namesIn(
    db,
    `select 'advisory lock of ' || pid as name
     from pg_locks
     where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
  )
  return [...locks, ...(await namesIn(db, `select 'ledger of ' || name as name from rowhouse.migration_statements`))]
}
