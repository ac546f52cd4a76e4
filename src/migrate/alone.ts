import { firstWords, isWord, significantTokens, type Token } from '../sql/index.ts'

/**
 * A statement that PostgreSQL refuses to run in a transaction (25001), with the objects by which one can tell later how far it
 * came. Names stand as they were written: `app."Users"`.
 */
export type Alone =
  | {
      readonly kind: 'create index'
      readonly command: string
      /** Absent when the server is to choose it. */
      readonly index?: string | undefined
      readonly table: string
      readonly ifNotExists: boolean
    }
  | { readonly kind: 'drop index'; readonly command: string; readonly index: string }
  | { readonly kind: 'reindex'; readonly command: string; readonly relation?: string | undefined }
  | { readonly kind: 'detach partition'; readonly command: string; readonly table: string; readonly partition: string }
  | { readonly kind: 'other'; readonly command: string }

/**
 * The statement as one that cannot run in a transaction, or `undefined` for one that can. The server is the judge of it; this
 * finds, before anything has run, what can be told from the text. It reads tokens and not a tree, so that a slim installation
 * and a file of 50 MB are judged like any other.
 */
export function aloneOf(text: string): Alone | undefined {
  const [first = '', second = ''] = firstWords(text, 2)
  const read = readers[first] ?? readers[`${first} ${second}`]
  return read?.([...significantTokens(text)])
}

type Reader = (tokens: readonly Token[]) => Alone | undefined

const other =
  (command: string): Reader =>
  () => ({ kind: 'other', command })

const readers: Readonly<Record<string, Reader>> = {
  'create index': (tokens) => createIndex(tokens, 2),
  'create unique': (tokens) => createIndex(tokens, 3),
  'drop index': dropIndex,
  reindex,
  'alter table': detachPartition,
  'alter database': (tokens) => (isSetTablespace(tokens) ? other('alter database set tablespace')(tokens) : undefined),
  'alter subscription': (tokens) => (refreshes(tokens) ? other('alter subscription')(tokens) : undefined),
  'create subscription': (tokens) => (makesNoSlot(tokens) ? undefined : other('create subscription')(tokens)),
  'drop subscription': other('drop subscription'),
  cluster: (tokens) => (namesNoTable(tokens) ? other('cluster')(tokens) : undefined),
  vacuum: other('vacuum'),
  'create database': other('create database'),
  'drop database': other('drop database'),
  'create tablespace': other('create tablespace'),
  'drop tablespace': other('drop tablespace'),
  'alter system': other('alter system'),
}

function createIndex(tokens: readonly Token[], at: number): Alone | undefined {
  if (!isWord(tokens[at], 'concurrently')) return undefined
  const ifNotExists = isWord(tokens[at + 1], 'if') && isWord(tokens[at + 2], 'not')
  const name = at + (ifNotExists ? 4 : 1)
  const unnamed = isWord(tokens[name], 'on')
  const on = unnamed ? name : name + 1
  const table = nameAt(tokens, isWord(tokens[on + 1], 'only') ? on + 2 : on + 1)
  const index = unnamed ? undefined : tokens[name]?.text
  return { kind: 'create index', command: 'create index concurrently', index, table, ifNotExists }
}

function dropIndex(tokens: readonly Token[]): Alone | undefined {
  if (!isWord(tokens[2], 'concurrently')) return undefined
  const index = nameAt(tokens, isWord(tokens[3], 'if') ? 5 : 3)
  return { kind: 'drop index', command: 'drop index concurrently', index }
}

function reindex(tokens: readonly Token[]): Alone | undefined {
  const at = tokens.findIndex((token) => isWord(token, 'index', 'table', 'schema', 'database', 'system'))
  const whole = isWord(tokens[at], 'schema', 'database', 'system')
  const concurrently = isWord(tokens[at + 1], 'concurrently') || isOn(tokens.slice(1, at), 'concurrently')
  if (!whole && !concurrently) return undefined
  const relation = nameAt(tokens, isWord(tokens[at + 1], 'concurrently') ? at + 2 : at + 1)
  const command = concurrently ? 'reindex concurrently' : `reindex ${tokens[at]!.text.toLowerCase()}`
  return { kind: 'reindex', command, ...(!whole && { relation }) }
}

function detachPartition(tokens: readonly Token[]): Alone | undefined {
  const at = tokens.findIndex((token, index) => isWord(token, 'detach') && isWord(tokens[index + 1], 'partition'))
  if (at === -1 || !isWord(tokens.at(-1), 'concurrently')) return undefined
  const exists = isWord(tokens[2], 'if') ? 4 : 2
  const table = nameAt(tokens, isWord(tokens[exists], 'only') ? exists + 1 : exists)
  return {
    kind: 'detach partition',
    command: 'detach partition concurrently',
    table,
    partition: nameAt(tokens, at + 2),
  }
}

/** A name that begins there, with its schema: identifiers joined by dots. */
function nameAt(tokens: readonly Token[], at: number): string {
  const dot = tokens[at + 1]?.text === '.'
  return `${tokens[at]?.text ?? ''}${dot ? `.${nameAt(tokens, at + 2)}` : ''}`
}

const offValues: readonly string[] = ['false', 'off', 'no', '0']

/** Whether an option in parentheses is given, and not with a value that turns it off. */
function isOn(options: readonly Token[], name: string): boolean {
  const at = options.findIndex((token) => isWord(token, name))
  if (at === -1) return false
  const value = options[at + 1]?.text.replaceAll("'", '').toLowerCase() ?? ''
  return !offValues.includes(value)
}

function isOff(options: readonly Token[], name: string): boolean {
  const at = options.findIndex((token) => isWord(token, name))
  return at !== -1 && offValues.includes(options[at + 2]?.text.replaceAll("'", '').toLowerCase() ?? '')
}

function isSetTablespace(tokens: readonly Token[]): boolean {
  return isWord(tokens[3], 'set') && isWord(tokens[4], 'tablespace')
}

// A subscription that is not connected, or told so, has no slot to make on the other server.
function makesNoSlot(tokens: readonly Token[]): boolean {
  return isOff(tokens, 'connect') || isOff(tokens, 'create_slot')
}

function refreshes(tokens: readonly Token[]): boolean {
  if (isWord(tokens[3], 'refresh')) return true
  return isWord(tokens[4], 'publication') && !isOff(tokens, 'refresh')
}

function namesNoTable(tokens: readonly Token[]): boolean {
  return tokens.slice(1).every((token) => isWord(token, 'verbose') || ['(', ')'].includes(token.text))
}
