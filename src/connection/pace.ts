/** Nothing more is sent behind a statement that has kept the server busy for so many milliseconds already. */
export const flowingMs = 5

// A text whose runs take longer than this is not short. It is more than a busy machine needs to look up a row.
const shortMs = 25

// Of the longest time so far each run forgets a part: after 100 ms some 700 short runs make a text short again, so that one that is
// slow once in a hundred times never counts as short.
const memory = 0.998

// What may wait for somebody else's lock (a caller who holds that lock could be waiting behind it), or changes something.
const waits =
  /\bfor\s+(no\s+key\s+|key\s+)?(update|share)\b|_lock|pg_sleep|\b(insert|update|delete|merge|nextval|setval|into)\b/i

const plainCommands: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** How long the statements of one text take, and what they do. */
export class Pace {
  readonly #mayWait: boolean
  #longest = Number.POSITIVE_INFINITY
  #command = ''

  constructor(text: string) {
    this.#mayWait = waits.test(text)
  }

  /**
   * Is it a short read? Only those are sent one behind the other. A write can wait for a row lock, and then whoever holds the lock
   * must not be the one who waits behind it.
   */
  get swift(): boolean {
    return this.#command === 'SELECT' && !this.#mayWait && this.#longest < shortMs
  }

  /** Does it only read or write rows, so that it neither begins nor ends a transaction? */
  get plain(): boolean {
    return plainCommands.has(this.#command)
  }

  /** Notes how long the server was busy with one run, and what it was. */
  note(ms: number, command: string): void {
    if (command !== '') this.#command = command
    this.#longest = this.#longest === Number.POSITIVE_INFINITY ? ms : Math.max(ms, this.#longest * memory)
  }
}
