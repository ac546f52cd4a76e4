/** A map that keeps the entries that were used last, at most `most` of them. */
export class Latest<V> {
  readonly #most: number
  readonly #entries = new Map<string, V>()
  #newest: string | undefined

  constructor(most: number) {
    this.#most = most
  }

  /** The entry of this key; `make` makes it where there is none, and then the one used longest ago goes. */
  get(key: string, make: () => V): V {
    const found = this.#entries.get(key)
    if (found !== undefined && key === this.#newest) return found
    this.#entries.delete(key)
    const entry = found ?? make()
    this.#entries.set(key, entry)
    this.#newest = key
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value!)
    return entry
  }

  /** All entries, the one used longest ago first. */
  all(): IterableIterator<[string, V]> {
    return this.#entries.entries()
  }
}
