import { isWord, type Token, tokens } from '../../sql/index.ts'
import { invalidAt, type SchemaFile } from './schema-file.ts'

/** What `-- @renamed from old_name` stands at: a statement's object, or a part of it. */
export interface Declaration {
  /** Of the comment, in UTF-16 units from 0. */
  readonly offset: number
  /** `table`, `column`, `constraint`, `value`, `view`, `type` … */
  readonly kind: string
  /** The parts of the name that it has now, as written; of a part of something, its name last. */
  readonly name: readonly string[]
  /** The parts of the name that it had, as written. */
  readonly from: readonly string[]
}

/** The renames that a schema file declares. Throws `SCHEMA_INVALID` for one that stands at nothing that can be renamed. */
export function declaredRenames(file: SchemaFile): Declaration[] {
  const all = [...tokens(file.text)]
  return all.flatMap((token, at) => {
    const old = token.kind === 'comment' ? /@renamed\s+from\s+(.+?)\s*(?:\*\/)?$/.exec(token.text)?.[1] : undefined
    return old === undefined ? [] : [declaration(file, all, at, old)]
  })
}

function declaration(file: SchemaFile, all: readonly Token[], at: number, old: string): Declaration {
  const { offset } = all[at]!
  const from = namesIn([...tokens(old)])
  const target = targetOf(all, at)
  if (target === undefined || from.length === 0) {
    const reason =
      'write `-- @renamed from old_name` above what has a new name, or behind it: a table, column, constraint, enum value, type, view, index, function, trigger, policy'
    throw invalidAt(file, offset, reason)
  }
  return { offset, from, ...target }
}

type Target = Pick<Declaration, 'kind' | 'name'>

function targetOf(all: readonly Token[], at: number): Target | undefined {
  const statement = statementAround(all, at)
  const object = objectOf(statement.tokens)
  if (object === undefined || !statement.holds) return object
  const element = elementAt(statement.tokens, all[at]!)
  return element === undefined ? undefined : partOf(object, element)
}

/** The tokens of the statement that the comment is inside of, that it stands behind on the same line, or above. */
function statementAround(all: readonly Token[], at: number): { readonly tokens: Token[]; readonly holds: boolean } {
  const { line } = all[at]!
  const previous = all.slice(0, at).filter(isSignificant).at(-1)
  const behind = previous !== undefined && isEnd(previous) && previous.line === line
  const index = behind ? all.indexOf(previous) : at
  const start = all.slice(0, index).findLastIndex(isEnd) + 1
  const next = all.findIndex((token, index) => index > at && isEnd(token))
  const end = behind ? index : next === -1 ? all.length : next
  const holds = !behind && all.slice(start, at).some(isSignificant)
  return { tokens: all.slice(start, end).filter(isSignificant), holds }
}

function isSignificant({ kind }: Token): boolean {
  return kind !== 'space' && kind !== 'comment'
}

function isEnd({ kind, text }: Token): boolean {
  return kind === 'punctuation' && text === ';'
}

const objectKinds = [
  'table',
  'view',
  'index',
  'type',
  'domain',
  'sequence',
  'function',
  'procedure',
  'trigger',
  'policy',
  'schema',
]

/** What a `create` statement creates: `create unique index if not exists users_email on users` is `index users_email`. */
function objectOf(statement: readonly Token[]): Target | undefined {
  if (!isWord(statement[0], 'create')) return undefined
  const at = statement.findIndex((token, index) => index < 6 && isWord(token, ...objectKinds))
  if (at === -1) return undefined
  const kind = statement[at]!.text.toLowerCase()
  const first = isWord(statement[at + 1], 'if') ? at + 4 : at + 1
  const name = namesIn(statement.slice(first))
  if (kind !== 'trigger' && kind !== 'policy' && kind !== 'index') return { kind, name }
  const on = statement.findIndex((token, index) => index > at && isWord(token, 'on'))
  const table = namesIn(statement.slice(isWord(statement[on + 1], 'only') ? on + 2 : on + 1))
  return { kind, name: kind === 'index' ? [...table.slice(0, -1), ...name] : [...table, ...name] }
}

/** The first tokens of the list element that the comment stands behind on the same line, else of the next one. */
function elementAt(statement: readonly Token[], comment: Token): readonly Token[] | undefined {
  const elements = elementsOf(statement)
  const sameLine = elements.filter((element) => {
    const last = element.at(-1)!
    return last.offset < comment.offset && last.line === comment.line
  })
  return sameLine.at(-1) ?? elements.find(([first]) => first!.offset > comment.offset)
}

function elementsOf(statement: readonly Token[]): Token[][] {
  const elements: Token[][] = [[]]
  let depth = 0
  for (const token of statement) {
    if (token.text === ')') depth -= 1
    if (depth === 0 && token.text === ')') break
    if (depth === 1 && token.text === ',') elements.push([])
    else if (depth > 0) elements.at(-1)!.push(token)
    if (token.text === '(') depth += 1
  }
  return elements.filter(({ length }) => length > 0)
}

const nameless = ['primary', 'unique', 'check', 'foreign', 'exclude', 'like']

function partOf(object: Target, element: readonly Token[]): Target | undefined {
  const [first, second] = element
  if (object.kind === 'type') {
    const kind = first?.kind === 'string' ? 'value' : 'attribute'
    return { kind, name: [...object.name, ...namesIn(element)] }
  }
  if (object.kind !== 'table' || isWord(first, ...nameless)) return undefined
  const isConstraint = isWord(first, 'constraint')
  const name = namesIn(isConstraint ? [second!] : [first!])
  return { kind: isConstraint ? 'constraint' : 'column', name: [...object.name, ...name] }
}

/** The parts of a dotted name at the beginning, folded and without quotes as PostgreSQL reads them. */
function namesIn(parts: readonly Token[]): string[] {
  const names: string[] = []
  for (const [at, token] of parts.filter(isSignificant).entries()) {
    const name = nameOf(token)
    if (at % 2 === 1 ? token.text !== '.' : name === undefined) break
    if (at % 2 === 0) names.push(name!)
  }
  return names
}

function nameOf({ kind, text }: Token): string | undefined {
  if (kind === 'word') return text.toLowerCase()
  if (kind === 'quoted identifier') return text.slice(1, -1).replaceAll('""', '"')
  return kind === 'string' && text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : undefined
}
