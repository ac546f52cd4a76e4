import type { QueryTrace } from '../trace/index.ts'
import { Buckets } from './buckets.ts'
import { statusOf } from './statements.ts'

/** The durations of statements that are alike in name, command and outcome. */
export interface CommandFigures {
  /** The name of the statement; empty when it has none. */
  readonly query: string
  /** The first word of the command tag; empty for a text that never was answered. */
  readonly command: string
  /** `ok`, or a SQLSTATE or Rowhouse's code. */
  readonly status: string
  readonly durations: Buckets
  rows: number
}

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

  /** Notes the end of a statement. */
  add({ text, result, error }: QueryTrace, command: string, ms: number): void {
    const status = result === undefined ? statusOf(error) : 'ok'
    const figures = this.#of(this.#name(text), command, status)
    figures.durations.add(ms)
    figures.rows += result?.rowCount ?? 0
  }

  /** The figures, in the order in which they came up. */
  all(): readonly CommandFigures[] {
    return [...this.#figures.values()]
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
