import { DatabaseError, RowhouseError } from '../errors/index.ts'
import type { QueryTrace } from '../trace/index.ts'
import type { CommandFigures } from './figures.ts'
import { type Distribution, Histogram } from './histogram.ts'
import { Latest } from './latest.ts'
import { placeOf, type Site } from './place.ts'
import { keptText } from './text.ts'

/** What was seen of one statement; durations in milliseconds, from when it was handed to its connection to its answer. */
export interface StatementStats extends Distribution {
  readonly text: string
  /** Where it was asked last, as far as that was noted: `/srv/app/users.ts:12`. */
  readonly place?: string
  /** Calls, those that failed included. */
  readonly calls: number
  /** Rows returned or written. */
  readonly rows: number
  /** How often it failed, by SQLSTATE or Rowhouse's code. */
  readonly errors: Readonly<Record<string, number>>
}

/** What is kept of a statement. */
export interface StatementEntry {
  readonly durations: Histogram
  readonly errors: Map<string, number>
  calls: number
  rows: number
  /** Where it was asked last, as far as that was noted. */
  site: Site | undefined
  /** The first word of its command tag, known from its first answer. */
  command: string
  /** The figures that its answers count for, once there was one. */
  answers: CommandFigures | undefined
}

/** The statistics of statements by their text: of the `most` that were used last. */
export class StatementTable {
  readonly #entries: Latest<StatementEntry>

  constructor(most: number) {
    this.#entries = new Latest(most)
  }

  /** Notes the end of a statement. Answers what is known of its text. */
  add({ text, result, error }: QueryTrace, ms: number): StatementEntry {
    const entry = this.#entries.get(keptText(text), newEntry)
    entry.calls += 1
    entry.durations.add(ms)
    if (result !== undefined) {
      entry.rows += result.rowCount
      entry.command = result.command
    } else count(entry.errors, statusOf(error))
    return entry
  }

  /** The statistics, those with the most time in sum first. */
  stats(): StatementStats[] {
    return [...this.#entries.all()].map(([text, entry]) => describe(text, entry)).sort((a, b) => b.sum - a.sum)
  }
}

/** The SQLSTATE of a server's error, else the code of Rowhouse's own. */
export function statusOf(error: unknown): string {
  return error instanceof DatabaseError || error instanceof RowhouseError ? error.code : 'UNKNOWN'
}

function newEntry(): StatementEntry {
  return {
    durations: new Histogram(),
    errors: new Map(),
    calls: 0,
    rows: 0,
    site: undefined,
    command: '',
    answers: undefined,
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function describe(text: string, { durations, errors, calls, rows, site }: StatementEntry): StatementStats {
  const stats = { text, calls, rows, errors: Object.fromEntries(errors), ...durations.distribution() }
  const place = site && placeOf(site)
  return place === undefined ? stats : { ...stats, place }
}
