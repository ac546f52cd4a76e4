import { type Database, sourceOf } from '../database/index.ts'
import { RowhouseError } from '../errors/index.ts'
import type { QueryTrace, Source } from '../trace/index.ts'
import { Commands } from './commands.ts'
import { explain } from './explain.ts'
import { listen } from './listen.ts'
import { type Instruments, toOpenTelemetry } from './open-telemetry/index.ts'
import { type MonitorOptions, type Settings, settingsOf } from './options.ts'
import { Sites } from './place.ts'
import { type Leak, PoolFigures, type PoolReport } from './pool.ts'
import { prometheusText } from './prometheus.ts'
import { elapsed, isLook, isRead, Sample, type SlowQuery, slowQuery } from './slow.ts'
import { type StatementStats, StatementTable } from './statements.ts'
import { Voice } from './voice.ts'

/** What is seen of a database while the program runs. Made by `createMonitor`. */
export interface Monitor {
  /** The statistics of the statements that were used last, those with the most time in sum first. */
  statements(): StatementStats[]
  /** The pool at this moment, and what was seen of it. */
  pool(): PoolReport
  /** The last twenty connections that were held for too long, with the stacks of those who took them. */
  leaks(): Leak[]
  /** All of it in Prometheus' text format, for an endpoint with the type `text/plain; version=0.0.4`. */
  prometheus(): string
  /** Hands spans and metrics to OpenTelemetry, until the monitor is closed. Either may be left out. */
  toOpenTelemetry(instruments: Instruments): void
  /** Listens no longer. What was seen can still be read. */
  close(): void
  [Symbol.dispose](): void
}

/**
 * Watches a database: statements, pool, leaks and slow queries. It listens to the channels `rowhouse:…` of `diagnostics_channel`, and
 * keeps what it sees in bounded memory. Throws `INVALID_OPTION` for a sandbox, which has no pool.
 */
export function createMonitor(db: Database, options: MonitorOptions = {}): Monitor {
  const source = sourceOf(db)
  if (source === undefined) throw noPool()
  return new DatabaseMonitor(db, source, settingsOf(options))
}

class DatabaseMonitor implements Monitor {
  readonly #db: Database
  readonly #source: Source
  readonly #settings: Settings
  readonly #statements: StatementTable
  readonly #commands: Commands
  readonly #pool = new PoolFigures()
  readonly #sites = new Sites()
  readonly #sample: Sample
  readonly #voice: Voice
  readonly #stops: (() => void)[] = []

  constructor(db: Database, source: Source, settings: Settings) {
    this.#db = db
    this.#source = source
    this.#settings = settings
    this.#statements = new StatementTable(settings.statements)
    this.#commands = new Commands(settings.nameOf, settings.statements)
    this.#sample = new Sample(settings.explain)
    this.#voice = new Voice(settings)
    this.#listen()
  }

  statements(): StatementStats[] {
    return this.#statements.stats()
  }

  pool(): PoolReport {
    return this.#pool.report(this.#db.stats())
  }

  leaks(): Leak[] {
    return this.#pool.leaks()
  }

  prometheus(): string {
    return prometheusText({
      pool: this.#poolName(),
      stats: this.#db.stats(),
      figures: this.#pool,
      commands: this.#commands.all(),
    })
  }

  toOpenTelemetry(instruments: Instruments): void {
    const { nameOf } = this.#settings
    const watched = { db: this.#db, source: this.#source, pool: this.#poolName(), nameOf }
    this.#stops.push(toOpenTelemetry(watched, instruments))
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #listen(): void {
    const figures = this.#pool
    const stop = listen(this.#source, {
      ...(this.#settings.places && { queryStart: (trace) => this.#noteSite(trace) }),
      queryEnd: (trace) => this.#noteEnd(trace),
      acquired: ({ waitMs, timedOut }) => {
        figures.wait.add(waitMs)
        if (timedOut) figures.timeouts += 1
      },
      connected: (ms) => figures.create.add(ms),
      released: ({ waitMs, useMs }) => {
        if (waitMs === 0) figures.wait.add(0)
        figures.use.add(useMs)
      },
      leaked: (leak) => {
        figures.addLeak(leak)
        this.#voice.leak(leak)
      },
    })
    this.#stops.push(stop)
  }

  #noteSite(trace: QueryTrace): void {
    trace.site ??= this.#sites.take(trace.since)
  }

  #noteEnd(trace: QueryTrace): void {
    if (isLook(trace)) return
    const ms = elapsed(trace)
    const entry = this.#statements.add(trace, ms)
    entry.site = trace.site ?? entry.site
    this.#commands.add(trace, entry, ms)
    this.#voice.utilisation(trace.since + ms, () => this.#db.stats())
    if (ms < this.#settings.slowAfter) return
    const slow = slowQuery(trace, ms, entry, this.#settings.values)
    void this.#tellSlow(trace, slow)
  }

  async #tellSlow(trace: QueryTrace, slow: SlowQuery): Promise<void> {
    if (!isRead(trace)) return this.#voice.slow(slow)
    const plan = await this.#sample.take(() => explain(this.#db, trace.text, trace.params))
    this.#voice.slow(plan === undefined ? slow : { ...slow, plan })
  }

  #poolName(): string {
    const { host, port, database } = this.#source
    return this.#settings.pool ?? (host === undefined ? 'embedded' : `${host}:${port}/${database}`)
  }
}

const monitors = new WeakMap<Database, Monitor>()

/**
 * What was seen of the database in Prometheus' text format. The first call begins to watch, so call it once at the start; for options
 * use `createMonitor(db, options).prometheus()`.
 */
export function metrics(db: Database): string {
  const monitor = monitors.get(db) ?? createMonitor(db)
  monitors.set(db, monitor)
  return monitor.prometheus()
}

function noPool(): RowhouseError {
  return new RowhouseError(
    'INVALID_OPTION',
    'a sandbox has no pool that could be watched; give createMonitor the database that the sandbox was made of',
  )
}
