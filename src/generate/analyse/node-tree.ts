/** What a field of a node holds: a node, a list, an atom as written, the bytes of a constant, or nothing. */
type Value = TreeNode | readonly Value[] | string | Uint8Array | undefined

/**
 * A node of PostgreSQL's analysed query tree, as `pg_node_tree` prints it. A field is read as what its reader knows it to be;
 * one that is missing, or is something else, reads as empty, so that a tree of another version is understood as far as it goes.
 */
export class TreeNode {
  /** The label in upper case, by its name since PostgreSQL 16: `VAR`, `COALESCEEXPR` … */
  readonly kind: string
  readonly #fields: ReadonlyMap<string, Value>

  constructor(kind: string, fields: ReadonlyMap<string, Value>) {
    this.kind = kind
    this.#fields = fields
  }

  /** The node in a field. */
  child(field: string): TreeNode | undefined {
    const value = this.#fields.get(field)
    return value instanceof TreeNode ? value : undefined
  }

  /** The nodes of a list. */
  children(field: string): TreeNode[] {
    return listOf(this.#fields.get(field)).filter((value) => value instanceof TreeNode)
  }

  /** The nodes of a list of lists, such as the rows of VALUES. */
  lists(field: string): TreeNode[][] {
    return listOf(this.#fields.get(field)).map((row) => listOf(row).filter((value) => value instanceof TreeNode))
  }

  /** A number; 0 if there is none. */
  number(field: string): number {
    const value = this.#fields.get(field)
    return typeof value === 'string' ? Number(value) || 0 : 0
  }

  /** The integers or oids of a list. */
  numbers(field: string): number[] {
    return listOf(this.#fields.get(field)).flatMap((value) => (typeof value === 'string' ? [Number(value)] : []))
  }

  /** Is a boolean field true? */
  flag(field: string): boolean {
    return this.#fields.get(field) === 'true'
  }

  /** A text; empty if there is none. */
  text(field: string): string {
    const value = this.#fields.get(field)
    return typeof value === 'string' ? unescaped(value) : ''
  }

  /** The texts of a list. */
  texts(field: string): string[] {
    return listOf(this.#fields.get(field)).flatMap((value) => (typeof value === 'string' ? [unescaped(value)] : []))
  }

  /** The bytes of a constant. */
  bytes(field: string): Uint8Array | undefined {
    const value = this.#fields.get(field)
    return value instanceof Uint8Array ? value : undefined
  }

  /** Every node directly below, those in lists included. */
  *below(): Iterable<TreeNode> {
    for (const value of this.#fields.values()) yield* nodesIn(value)
  }

  /** The same node without a field. */
  without(field: string): TreeNode {
    return new TreeNode(this.kind, new Map([...this.#fields].filter(([name]) => name !== field)))
  }

  /** The same node with a number of its own in one field. */
  with(field: string, value: number): TreeNode {
    return new TreeNode(this.kind, new Map([...this.#fields, [field, String(value)]]))
  }
}

/** Reads the text of a `pg_node_tree` and answers the first query in it; `undefined` if it holds none. */
export function readQuery(text: string): TreeNode | undefined {
  for (const node of nodesIn(new Reader(text).value())) if (node.kind === 'QUERY') return node
  return undefined
}

function* nodesIn(value: Value): Iterable<TreeNode> {
  if (value instanceof TreeNode) yield value
  for (const each of listOf(value)) yield* nodesIn(each)
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : []
}

function unescaped(token: string): string {
  const bare = token.startsWith('"') && token.endsWith('"') && token.length > 1 ? token.slice(1, -1) : token
  return bare.replaceAll(/\\(.)/gs, '$1')
}

// PostgreSQL 16 named the labels after the nodes; these are the ones that were called otherwise before.
const olderKinds: Readonly<Record<string, string>> = {
  ARRAY: 'ARRAYEXPR',
  CASE: 'CASEEXPR',
  COALESCE: 'COALESCEEXPR',
  MINMAX: 'MINMAXEXPR',
  ROW: 'ROWEXPR',
  ROWCOMPARE: 'ROWCOMPAREEXPR',
  RTE: 'RANGETBLENTRY',
  WHEN: 'CASEWHEN',
}

const tokenPattern = /[(){}[\]]|"(?:\\.|[^"\\])*"|(?:\\.|[^\s(){}[\]\\])+/gs

/** Goes through the tokens of a tree once, from left to right. */
class Reader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#tokens = text.match(tokenPattern) ?? []
  }

  value(): Value {
    const token = this.#next()
    if (token === '{') return this.#node()
    if (token === '(') return this.#list()
    return token === '<>' ? undefined : token
  }

  #node(): TreeNode {
    const kind = this.#next()
    const fields = new Map<string, Value>()
    while (!this.#closes('}')) {
      const field = this.#next().slice(1)
      const value = this.value()
      fields.set(field, this.#peek() === '[' ? this.#bytes() : value)
    }
    this.#next()
    return new TreeNode(olderKinds[kind] ?? kind, fields)
  }

  #list(): Value[] {
    const values: Value[] = []
    if (['i', 'o', 'b', 'x'].includes(this.#peek())) this.#next()
    while (!this.#closes(')')) values.push(this.value())
    this.#next()
    return values
  }

  #bytes(): Uint8Array {
    const bytes: number[] = []
    for (this.#next(); !this.#closes(']'); ) bytes.push(Number(this.#next()) & 255)
    this.#next()
    return Uint8Array.from(bytes)
  }

  #closes(bracket: string): boolean {
    return this.#at >= this.#tokens.length || this.#peek() === bracket
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? ''
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? '<>'
  }
}
