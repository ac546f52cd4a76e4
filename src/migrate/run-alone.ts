import type { Database } from '../database/index.ts'
import { DatabaseError, messageOf } from '../errors/index.ts'
import type { Queryable, Transaction } from '../query/index.ts'
import type { Statement } from '../sql/index.ts'
import { type Alone, aloneOf } from './alone.ts'
import { refuseCancelled } from './cancel.ts'
import { semanticChecksum } from './checksum.ts'
import { needsOwnSession, notOurs } from './failure.ts'
import { clearLedger, enterError, enterFinished, enterStarted, type LedgerEntry, readLedger } from './ledger.ts'
import { lockMigration, lockSession, ownTransaction } from './lock.ts'
import { isSetting } from './mode.ts'
import { withRetries } from './retry.ts'
import { beginSession, stepAside } from './session.ts'
import type { Place, RunSettings } from './settings.ts'
import { type Resumption, readTrace, resumptionOf } from './traces.ts'
import { watched } from './watch.ts'
import type { Work } from './work.ts'

/**
 * Sends each statement of a script alone and writes into the ledger how far it came, so that an interrupted script goes on
 * where it stopped; false if another runner has done it already. Throws `MIGRATION_UNSUPPORTED` behind a pooler that lends
 * sessions by the transaction.
 */
export async function runAlone(db: Database, work: Work, settings: RunSettings, place: Place): Promise<boolean> {
  if (settings.guard.pooled) throw needsOwnSession(work)
  return db.acquire((connection) => new AloneRun({ db, connection, work, settings, place }).run(), { longLived: true })
}

interface Parts {
  readonly db: Database
  readonly connection: Queryable
  readonly work: Work
  readonly settings: RunSettings
  readonly place: Place
}

/** One script on one connection. */
class AloneRun {
  readonly #db: Database
  readonly #connection: Queryable
  readonly #work: Work
  readonly #settings: RunSettings
  readonly #place: Place
  #pid = 0

  constructor({ db, connection, work, settings, place }: Parts) {
    this.#db = db
    this.#connection = connection
    this.#work = work
    this.#settings = settings
    this.#place = place
  }

  async run(): Promise<boolean> {
    if (this.#settings.guard.beside === undefined) await lockSession(this.#connection, this.#settings)
    if (await this.#inLedger((tx) => this.#work.isDone(tx))) return false
    const { pid } = await this.#connection.one<{ pid: number }>('select pg_backend_pid() as pid')
    this.#pid = pid
    const entries = await this.#entries()
    const start = performance.now()
    await beginSession(this.#connection, this.#settings)
    await this.#runStatements(entries)
    this.#place.durationMs = Math.round(performance.now() - start)
    await this.#inLedger(async (tx) => {
      await this.#work.record(tx, this.#place.durationMs)
      await clearLedger(tx, this.#work)
    })
    return true
  }

  async #entries(): Promise<ReadonlyMap<number, LedgerEntry>> {
    const { version, direction } = this.#work
    const own = (await readLedger(this.#connection)).filter(
      (entry) => entry.version === version && entry.direction === direction,
    )
    return new Map(own.map((entry) => [entry.number, entry]))
  }

  async #runStatements(entries: ReadonlyMap<number, LedgerEntry>): Promise<void> {
    const { statements, name } = this.#work
    const next = statements.findIndex(({ text }, index) => !isSetting(text) && !entries.get(index + 1)?.finished)
    if (entries.size > 0 && next !== -1)
      this.#settings.onNotice?.({ kind: 'resuming', name, statement: next + 1, statements: statements.length })
    for (const [index, statement] of statements.entries()) {
      refuseCancelled(this.#settings.signal)
      await this.#settings.guard.prove()
      this.#place.statement = statement
      await this.#runOne(statement, index + 1, entries.get(index + 1))
      this.#place.finished = index + 1
    }
    this.#place.statement = undefined
  }

  // What is set belongs to the session, which is another one after an interruption.
  async #runOne(statement: Statement, number: number, entry: LedgerEntry | undefined): Promise<void> {
    if (isSetting(statement.text)) return this.#connection.script(statement.text)
    if (entry?.finished) return
    const step = new Step(statement.text, number, entry)
    try {
      await withRetries(this.#work.name, this.#settings, () => this.#attempt(step))
    } catch (error) {
      await this.#sweep(step, error)
      throw error
    }
  }

  async #attempt(step: Step): Promise<void> {
    const resumption = await this.#resumption(step)
    const key = { ...this.#key(step), name: this.#work.name, checksum: semanticChecksum(step.text) }
    await this.#inLedger((tx) => enterStarted(tx, key))
    try {
      if (resumption.kind === 'run') await this.#send(resumption)
    } catch (error) {
      step.state = 'failed'
      if (error instanceof DatabaseError) await this.#inLedger((tx) => enterError(tx, key, messageOf(error)))
      throw error
    }
    await this.#inLedger((tx) => enterFinished(tx, key))
  }

  async #resumption({ text, alone, state }: Step): Promise<Resumption> {
    const trace = await readTrace(this.#connection, alone)
    if (state !== 'new') return resumptionOf({ text, alone, failed: state === 'failed' }, trace)
    if (trace.kind === 'index' && trace.name !== undefined) throw notOurs(trace.name)
    return { kind: 'run', clean: [], text }
  }

  #send({ clean, text }: Resumption & { kind: 'run' }): Promise<void> {
    const { onNotice } = this.#settings
    const { name } = this.#work
    // One session holds the lock, one works, and a third is needed to look at them.
    const eye = this.#db.stats().max > 2 ? this.#db : undefined
    return watched(this.#settings, { name, pid: this.#pid, eye }, async () => {
      for (const sql of clean) {
        onNotice?.({ kind: 'cleaning', name, sql })
        await this.#connection.script(sql)
      }
      await this.#connection.script(text)
    })
  }

  // An INVALID unique index goes on refusing rows, and every invalid one is kept up to date: so it goes at once, if it can.
  async #sweep(step: Step, error: unknown): Promise<void> {
    if (!(error instanceof DatabaseError) || step.state === 'new') return
    const { lockTimeout, signal } = this.#settings
    try {
      if (!signal.aborted) {
        await this.#connection.script(`set lock_timeout = ${lockTimeout}`)
        for (const sql of await this.#leftBy(step)) await this.#connection.script(sql)
      }
      this.#place.left = (await this.#leftBy(step)).join('; ') || undefined
    } catch {
      // The next run finds and removes it.
    }
  }

  /** The statements that remove what a failed one has left. */
  async #leftBy({ text, alone }: Step): Promise<readonly string[]> {
    const resumption = resumptionOf({ text, alone, failed: true }, await readTrace(this.#connection, alone))
    return resumption.kind === 'run' ? resumption.clean : []
  }

  #key({ number }: Step) {
    const { version, direction } = this.#work
    return { version, direction, number }
  }

  // What has been done must be written down, also after the run was told to end.
  #inLedger<T>(write: (tx: Transaction) => Promise<T>): Promise<T> {
    const patience = { ...this.#settings, signal: new AbortController().signal }
    return this.#connection.transaction(async (tx) => {
      await stepAside(tx)
      await lockMigration(tx, patience)
      return write(tx)
    }, ownTransaction)
  }
}

/** One statement on its way: new, begun by an earlier run that nobody saw end, or seen to fail. */
class Step {
  readonly text: string
  readonly number: number
  readonly alone: Alone | undefined
  state: 'new' | 'begun' | 'failed'

  constructor(text: string, number: number, entry: LedgerEntry | undefined) {
    this.text = text
    this.number = number
    this.alone = aloneOf(text)
    this.state = entry === undefined ? 'new' : entry.error === null ? 'begun' : 'failed'
  }
}
