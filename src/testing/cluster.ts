import { connect, type Database } from '../database/index.ts'
import { DatabaseError, RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { leftBehind } from './names.ts'
import { patiently } from './patience.ts'

/** What a server does best. */
interface Facts {
  readonly version: number
  readonly fsync: boolean
}

const clusters = new Map<string, Cluster>()

/** A PostgreSQL server on which test databases are made, as the user of its URL, who must be allowed to create databases. */
export class Cluster {
  readonly #url: URL
  #admin: Promise<Database> | undefined
  #facts: Promise<Facts> | undefined

  private constructor(url: string) {
    this.#url = parse(url)
  }

  /** The server of that URL: one object per process, and what crashed runs left there is dropped when it is first used. */
  static at(url: string): Cluster {
    const known = clusters.get(url)
    if (known !== undefined) return known
    const cluster = new Cluster(url)
    clusters.set(url, cluster)
    // Whatever may fail here (somebody else sweeps as well) costs nothing but space.
    void cluster.#sweep().catch(() => undefined)
    return cluster
  }

  /** Where one of its databases is. */
  urlOf(database: string): string {
    const url = new URL(this.#url)
    url.pathname = `/${encodeURIComponent(database)}`
    url.searchParams.delete('dbname')
    return url.href
  }

  /** The database of the URL itself, in which nothing is made. */
  get home(): string {
    return this.#url.searchParams.get('dbname') ?? this.#url.pathname
  }

  /** Makes a database that begins as a copy of `template`, on `session` if one is given. */
  async create(name: string, template: string, session?: Queryable): Promise<void> {
    const text = createStatement(name, template, await this.#readFacts())
    const db = session ?? (await this.#open())
    for (let attempt = 1; ; attempt++) {
      try {
        return await db.script(text)
      } catch (error) {
        if (!isInUse(error) || attempt === 3) throw error
        await disconnectAll(db, template)
      }
    }
  }

  /** Drops a database, whoever is connected to it, if it exists; on `session` if one is given. */
  async drop(name: string, session?: Queryable): Promise<void> {
    const db = session ?? (await this.#open())
    await db.script(`drop database if exists ${quoteIdentifier(name)} with (force)`)
  }

  /** Runs `work` on a session of the server. Its session locks end with it. */
  async acquire<T>(work: (session: Queryable) => Promise<T>): Promise<T> {
    const admin = await this.#open()
    return admin.acquire(work, { longLived: true })
  }

  async #sweep(): Promise<void> {
    const admin = await this.#open()
    const unused = await admin.many<{ name: string }>(`
      select datname as name
      from pg_database
      where datname like 'rowhouse\\_test\\_%'
        and not exists (select from pg_stat_activity where datid = pg_database.oid)`)
    for (const name of leftBehind(unused.map((row) => row.name))) await this.drop(name)
  }

  #readFacts(): Promise<Facts> {
    this.#facts ??= this.#askFacts().catch((error) => {
      this.#facts = undefined
      throw error
    })
    return this.#facts
  }

  async #askFacts(): Promise<Facts> {
    const admin = await this.#open()
    return admin.one<Facts & object>(`
      select current_setting('server_version_num')::int as version, current_setting('fsync')::boolean as fsync`)
  }

  // Connections that rest are closed at once, so that a process whose tests have ended can end as well.
  #open(): Promise<Database> {
    this.#admin ??= patiently(() => connect(this.#url.href, adminOptions)).catch((error) => {
      this.#admin = undefined
      throw error
    })
    return this.#admin
  }
}

function parse(url: string): URL {
  try {
    // libpq allows an empty host behind the user, where a URL does not.
    return new URL(url.replace(/^(\w+:\/\/[^/?#]*@)(?=[/?]|$)/, '$1localhost'))
  } catch {
    throw new RowhouseError(
      'INVALID_URL',
      'the server for test databases is not a database URL; write postgres://user:password@host:5432/database',
    )
  }
}

const adminOptions = {
  maxConnections: 4,
  idleTimeout: 200,
  acquireTimeout: 60_000,
  applicationName: 'rowhouse-testing',
}

/**
 * Copying the files of a small database takes less than writing its pages to the log, unless the two checkpoints that it takes
 * have to reach a disk.
 */
export function createStatement(name: string, template: string, { version, fsync }: Facts): string {
  const text = `create database ${quoteIdentifier(name)} template ${quoteIdentifier(template)}`
  return version >= 150_000 && !fsync ? `${text} strategy file_copy` : text
}

/** Ends all other sessions of a database. */
export async function disconnectAll(db: Queryable, database: string): Promise<void> {
  await db.query(
    `select pg_terminate_backend(pid)
     from pg_stat_activity
     where datname = $1
       and pid <> pg_backend_pid()`,
    [database],
  )
}

// The server has waited for five seconds for the sessions of the template to end.
function isInUse(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '55006'
}
