import type { QueryTrace } from '../trace/index.ts'
import { Buckets } from './buckets.ts'
import type { CommandFigures } from './figures.ts'
import { type StatementEntry, statusOf } from './statements.ts'

/** The durations of all statements, for metrics: by what is bounded, never by text. */
export class Commands {
  readonly #figures = new Map<string, CommandFigures>()
  readonly #nameOf: ((text: string) => string | undefined) | undefined
  readonly #names = new Set<string>()
  readonly #mostNames: number

  constructor(nameOf: ((text: string) => string | undefined) | undefined, mostNames: number) {
    this.#nameOf = nameOf
    this.#mostNames = mostNames
  }

  /** Notes the end of a statement, of which `entry` is what is known. */
  add(trace: QueryTrace, entry: StatementEntry, ms: number): void {
    const figures = trace.result === undefined ? this.#failures(trace, entry) : this.#answers(trace, entry)
    figures.durations.add(ms)
    figures.rows += trace.result?.rowCount ?? 0
  }

  /** The figures, in the order in which they came up. */
  all(): readonly CommandFigures[] {
    return [...this.#figures.values()]
  }

  // Kept with the text, because to look them up costs as much as all the rest.
  #answers({ text }: QueryTrace, entry: StatementEntry): CommandFigures {
    if (entry.answers?.command !== entry.command) entry.answers = this.#of(this.#name(text), entry.command, 'ok')
    return entry.answers
  }

  #failures({ text, error }: QueryTrace, { command }: StatementEntry): CommandFigures {
    return this.#of(this.#name(text), command, statusOf(error))
  }

  #of(query: string, command: string, status: string): CommandFigures {
    const key = `${query}\n${command}\n${status}`
    const found = this.#figures.get(key)
    if (found !== undefined) return found
    const figures = { query, command, status, durations: new Buckets(), rows: 0 }
    this.#figures.set(key, figures)
    return figures
  }

  // Whoever gives names by a rule that knows no end gets one name for the rest.
  #name(text: string): string {
    const name = this.#nameOf?.(text) ?? ''
    if (name === '' || this.#names.has(name)) return name
    if (this.#names.size >= this.#mostNames) return 'others'
    this.#names.add(name)
    return name
  }
}
