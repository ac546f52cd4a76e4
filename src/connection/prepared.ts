import { createHash } from 'node:crypto'
import type { Described, Naming } from './naming.ts'
import type { Pace } from './pace.ts'
import type { RowShape } from './row-shape.ts'
import type { StatementTypes } from './statement-types.ts'

/** A statement that the server has prepared in one session: what it takes and answers there. */
export interface Prepared extends Described {
  readonly name: string
  readonly text: string
  /** Which schema it was prepared for (`StatementTypes.generation`). */
  readonly generation: number
  /** How its rows are read; missing until all its types are known. */
  shape: RowShape | undefined
  /** How long it takes, in all sessions. */
  readonly pace: Pace
  /** Was it used since its turn to go came last? */
  used: boolean
}

/**
 * The prepared statements of one session, by text. Their number is limited: the one that was not used for long goes, found by giving
 * each a second chance when its turn comes, so that a use costs no reordering.
 */
export class PreparedStatements {
  readonly #types: StatementTypes
  readonly #byText = new Map<string, Prepared>()
  #closing: string[] = []
  #names = 0

  constructor(types: StatementTypes) {
    this.#types = types
  }

  /** The prepared statement of that text, unless the schema has changed since. */
  find(text: string): Prepared | undefined {
    const prepared = this.#byText.get(text)
    if (prepared === undefined) return undefined
    if (prepared.generation !== this.#types.generation) return this.drop(prepared)
    prepared.used = true
    return prepared
  }

  /**
   * A name that the session has never used, and the names that the server is to forget at the same time. A name begins with a hash of
   * the text: where a pooler mixes sessions up, it never stands for another statement.
   */
  naming(text: string): Naming {
    this.#names += 1
    const closing = this.#closing
    this.#closing = []
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 20)
    return { name: `rowhouse_${hash}_${this.#names}`, closing, generation: this.#types.generation }
  }

  /** Keeps a statement that the server has prepared. */
  add(text: string, { name, generation }: Naming, described: Described): Prepared {
    const pace = this.#types.pace(text)
    const prepared: Prepared = { ...described, text, name, generation, shape: undefined, pace, used: true }
    const before = this.#byText.get(text)
    if (before !== undefined) this.drop(before)
    this.#byText.set(text, prepared)
    if (this.#byText.size > this.#types.mostPrepared) this.#evict()
    return prepared
  }

  /** Gives up a statement; the server is told when the next one is prepared. */
  drop(prepared: Prepared): undefined {
    if (this.#byText.get(prepared.text) !== prepared) return
    this.#byText.delete(prepared.text)
    this.#closing.push(prepared.name)
  }

  /** Gives up all, some of which the server may still know. */
  dropAll(): void {
    for (const prepared of this.#byText.values()) this.drop(prepared)
  }

  /** Forgets all, because the server has forgotten them. */
  clear(): void {
    this.#byText.clear()
    this.#closing = []
  }

  #evict(): void {
    for (const prepared of this.#byText.values()) {
      if (!prepared.used) return this.drop(prepared)
      prepared.used = false
      this.#byText.delete(prepared.text)
      this.#byText.set(prepared.text, prepared)
    }
  }
}
