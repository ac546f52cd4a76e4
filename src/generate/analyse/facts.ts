/** A column of an entry of a query's range table, as `entry.column`; column 0 is the whole row. */
export type ColumnKey = `${number}.${number}`

/** The key of a column. */
export function columnKey(entry: number, column: number): ColumnKey {
  return `${entry}.${column}`
}

/** An outer join that may null-extend an arm: its number in the range table, and the arm. */
export type JoinTag = `${number}${'L' | 'R'}`

/**
 * What is known of one row of a join: which columns are proved not null where their row is present, and by which outer joins each
 * entry may still be null-extended. A value: every change is a new one.
 */
export class Facts {
  readonly #proven: ReadonlySet<ColumnKey>
  readonly #tags: ReadonlyMap<number, ReadonlySet<JoinTag>>
  /** What a join's condition proves, once it is known that the join found its match. */
  readonly #implied: ReadonlyMap<JoinTag, ReadonlySet<ColumnKey>>

  private constructor(
    proven: ReadonlySet<ColumnKey>,
    tags: ReadonlyMap<number, ReadonlySet<JoinTag>>,
    implied: ReadonlyMap<JoinTag, ReadonlySet<ColumnKey>>,
  ) {
    this.#proven = proven
    this.#tags = tags
    this.#implied = implied
  }

  /** No entries, nothing known. */
  static readonly none: Facts = new Facts(new Set(), new Map(), new Map())

  /** One entry whose row is there. */
  static of(entry: number): Facts {
    return new Facts(new Set(), new Map([[entry, new Set()]]), new Map())
  }

  /** Is the column proved not null where its row is present? */
  isProven(key: ColumnKey): boolean {
    return this.#proven.has(key)
  }

  /** May an outer join have put null in place of the entry's row? */
  isNullExtended(entry: number): boolean {
    return (this.#tags.get(entry)?.size ?? 0) > 0
  }

  /** Is the entry among these? */
  holds(entry: number): boolean {
    return this.#tags.has(entry)
  }

  /** The two arms of a join together. */
  and(other: Facts): Facts {
    return new Facts(
      new Set([...this.#proven, ...other.#proven]),
      new Map([...this.#tags, ...other.#tags]),
      new Map([...this.#implied, ...other.#implied]),
    )
  }

  /** Everything here may be null-extended by that join; when it is not, the join's condition proves `implied`. */
  underJoin(tag: JoinTag, implied: ReadonlySet<ColumnKey>): Facts {
    const tags = new Map([...this.#tags].map(([entry, own]) => [entry, new Set([...own, tag])]))
    return new Facts(this.#proven, tags, new Map([...this.#implied, [tag, implied]]))
  }

  /** Columns that are not null: the joins that could have null-extended them did not. */
  proving(keys: Iterable<ColumnKey>): Facts {
    const proven = new Set(this.#proven)
    const ruledOut = new Set<JoinTag>()
    const waiting = [...keys]
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      proven.add(key)
      for (const tag of this.#tags.get(entryOf(key)) ?? []) {
        if (ruledOut.has(tag)) continue
        ruledOut.add(tag)
        waiting.push(...(this.#implied.get(tag) ?? []))
      }
    }
    return new Facts(proven, without(this.#tags, ruledOut), this.#implied)
  }

  /** Like `proving`, for keys of these entries only. */
  provingOwn(keys: ReadonlySet<ColumnKey>): Facts {
    return this.proving([...keys].filter((key) => this.#tags.has(entryOf(key))))
  }

  /** As if the join had not null-extended that arm. */
  withArm(tag: JoinTag): Facts {
    return new Facts(this.#proven, without(this.#tags, new Set([tag])), this.#implied)
  }

  /** What was proved of an entry's columns is forgotten, but for those that `keep` names. */
  forgetting(entry: number, keep: (column: number) => boolean): Facts {
    const proven = [...this.#proven].filter((key) => entryOf(key) !== entry || keep(columnOf(key)))
    return new Facts(new Set(proven), this.#tags, this.#implied)
  }
}

function without(
  tags: ReadonlyMap<number, ReadonlySet<JoinTag>>,
  ruledOut: ReadonlySet<JoinTag>,
): Map<number, ReadonlySet<JoinTag>> {
  return new Map([...tags].map(([entry, own]) => [entry, new Set([...own].filter((tag) => !ruledOut.has(tag)))]))
}

function entryOf(key: ColumnKey): number {
  return Number(key.split('.')[0])
}

function columnOf(key: ColumnKey): number {
  return Number(key.split('.')[1])
}
