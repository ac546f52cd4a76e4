import type { Node } from '@babel/types'
import { nameOf } from './bindings.ts'
import { unwrapped } from './constants.ts'
import { fileOf, type SourceFile } from './parse.ts'
import type { PlacedText } from './placed-text.ts'
import { textsOf } from './texts.ts'
import { nameOfType, typeOf } from './types.ts'
import { type Choice, mostVariants, type Variant } from './variants.ts'

/** What a call of `query`, `one`, `many` … sends: one of its texts, or why that cannot be told. */
export type Call = QueryCall | ImpossibleCall | UncheckedCall | RefusedCall

interface InFile {
  /** Where the text begins, with its quote, in UTF-16 units from 0. */
  readonly offset: number
}

/** A text that a call sends. A call with a choice of texts has one of these for each. */
export interface QueryCall extends InFile, PlacedText {
  readonly kind: 'query'
  /** The variables on which the text depends, each with its value in this text. */
  readonly choices: readonly Choice[]
}

/** A text that a call never sends, because a variable has one value, though its type alone would allow it. */
export interface ImpossibleCall extends InFile {
  readonly kind: 'impossible'
  readonly text: string
}

/** A call whose text only run time knows. */
export interface UncheckedCall extends InFile {
  readonly kind: 'unchecked'
  readonly reason: string
}

/** What cannot be checked until it is written in another way: a call, or a whole file that is no TypeScript. */
export interface RefusedCall extends InFile {
  readonly kind: 'refused'
  readonly code: 'TOO_MANY_TEXTS' | 'UNREADABLE_FILE'
  /** The argument, or the line, as it stands in the file. */
  readonly text: string
  readonly message: string
}

/** The calls of a file that send SQL, in its order. */
export function callsIn(file: SourceFile): Call[] {
  const calls = file.nodes.flatMap(callsAt)
  return calls.toSorted((one, other) => one.offset - other.offset)
}

const methods: ReadonlySet<string> = new Set(['query', 'one', 'maybeOne', 'many', 'execute', 'stream'])
const handleNames: ReadonlySet<string> = new Set(['db', 'tx', 'connection', 'handle'])
const handleTypes: ReadonlySet<string> = new Set(['Queryable', 'Database', 'Transaction'])

function callsAt(node: Node): Call[] {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return []
  const [argument] = node.arguments
  const receiver = receiverOf(node.callee)
  return argument === undefined || receiver === undefined ? [] : callsWith(argument, isHandle(receiver))
}

/** What one of the methods is called on. */
function receiverOf(callee: Node): Node | undefined {
  const member = unwrapped(callee)
  if (member.type !== 'MemberExpression' && member.type !== 'OptionalMemberExpression') return undefined
  const name = nameOf({ key: member.property, computed: member.computed })
  return name !== undefined && methods.has(name) ? unwrapped(member.object) : undefined
}

/** Whether something is surely a database, a transaction or a connection: by its name or by its declared type. */
function isHandle(receiver: Node): boolean {
  return handleNames.has(lastName(receiver)) || handleTypes.has(nameOfType(typeOf(receiver)?.type) ?? '')
}

/** `db` of `db`, `this.#db` and `context.db`. */
function lastName(node: Node): string {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return ''
  return (nameOf({ key: node.property, computed: node.computed }) ?? '').replace('#', '')
}

function callsWith(argument: Node, surely: boolean): Call[] {
  const offset = argument.start!
  const texts = textsOf(argument)
  if (texts.kind === 'closed') return queriesOf(texts.variants, offset).filter(({ text }) => surely || isSentence(text))
  if (texts.kind === 'too many') return [{ ...tooMany, offset, text: sourceOf(argument) }]
  return surely ? [{ kind: 'unchecked', offset, reason: reasonFor(texts.at) }] : []
}

function queriesOf(variants: readonly Variant[], offset: number): (QueryCall | ImpossibleCall)[] {
  // What can be sent comes last, and so stands for a text that two ways lead to.
  const ordered = variants.toSorted((one, other) => Number(other.impossible ?? false) - Number(one.impossible ?? false))
  const byText = new Map(ordered.map((variant) => [variant.text, variant]))
  return [...byText.values()].map((variant) => queryOf(variant, offset))
}

function queryOf({ text, places, choices, impossible }: Variant, offset: number): QueryCall | ImpossibleCall {
  if (impossible) return { kind: 'impossible', offset, text }
  return { kind: 'query', offset, text, places, choices: [...choices.values()] }
}

// Others have methods of these names too, as in `emitter.one('ready', …)`; no query of theirs is a single word.
function isSentence(text: string): boolean {
  return /\S\s+\S/.test(text)
}

const tooMany = {
  kind: 'refused',
  code: 'TOO_MANY_TEXTS',
  message: `its variables make more than ${mostVariants} texts; take variables out of it, or write several calls`,
} as const

function reasonFor(open: Node): string {
  return `\`${shortened(sourceOf(open))}\` is known only at run time; ${advice}`
}

const advice = 'use a constant, or a variable whose type is a union of string literals'

function sourceOf(node: Node): string {
  return fileOf(node).text.slice(node.start!, node.end!)
}

function shortened(source: string): string {
  const line = source.replace(/\s+/g, ' ')
  return line.length <= 40 ? line : `${line.slice(0, 39)}…`
}
