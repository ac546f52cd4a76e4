import type { TreeNode } from './node-tree.ts'
import { arrayOf, literal, objectOf, withNull } from './types.ts'

/** The text of a constant of a text type; `undefined` for null and for anything else. */
export function constantText(node: TreeNode | undefined): string | undefined {
  if (node?.kind === 'RELABELTYPE') return constantText(node.child('arg'))
  const bytes = node?.kind === 'CONST' && !node.flag('constisnull') ? node.bytes('constvalue') : undefined
  if (node === undefined || bytes === undefined || !texts.has(node.number('consttype'))) return undefined
  return decoder.decode(node.number('constlen') === cstring ? bytes.slice(0, bytes.indexOf(0)) : withoutHeader(bytes))
}

/** The value of a constant of an integer type; `undefined` for null and for anything else. */
export function constantInteger(node: TreeNode | undefined): number | undefined {
  const bytes = node?.kind === 'CONST' && !node.flag('constisnull') ? node.bytes('constvalue') : undefined
  const size = integers.get(node?.number('consttype') ?? 0)
  if (bytes === undefined || size === undefined || bytes.length < size) return undefined
  // The lowest byte comes first, and the highest one has the sign.
  const bits = bytes.slice(0, size).reduceRight<bigint>((high, byte) => (high << 8n) | BigInt(byte), 0n)
  return Number(BigInt.asIntN(size * 8, bits))
}

/** The shape of a constant of type json; that of jsonb is stored in a form of its own and is read only if it is empty. */
export function constantJson(node: TreeNode): string {
  const bytes = node.bytes('constvalue')
  if (bytes === undefined) return 'JsonValue'
  if (node.number('consttype') === jsonb) return emptyJsonb(withoutHeader(bytes))
  return shapeOf(JSON.parse(decoder.decode(withoutHeader(bytes))))
}

const decoder = new TextDecoder()
const cstring = -2
const jsonb = 3802
// text, unknown, varchar, bpchar.
const texts: ReadonlySet<number> = new Set([25, 705, 1043, 1042])
// The sizes of int2, int4 and int8.
const integers: ReadonlyMap<number, number> = new Map([
  [21, 2],
  [23, 4],
  [20, 8],
])

// A value of variable length begins with its length in four bytes, or in one whose lowest bit is set.
function withoutHeader(bytes: Uint8Array): Uint8Array {
  return bytes.slice((bytes[0] ?? 0) & 1 ? 1 : 4)
}

// The header of a jsonb container: the number of its members, and in the highest bits whether it is an object or an array.
function emptyJsonb(bytes: Uint8Array): string {
  const [low, second, third, high = 0] = bytes
  if (low !== 0 || second !== 0 || third !== 0) return 'JsonValue'
  if (high === 0x40) return 'never[]'
  return high === 0x20 ? 'Record<string, never>' : 'JsonValue'
}

function shapeOf(value: unknown): string {
  if (value === null) return 'JsonValue'
  if (Array.isArray(value)) return value.length === 0 ? 'never[]' : arrayOf(elements(value), value.includes(null))
  if (typeof value !== 'object') return typeof value === 'string' ? literal(value) : typeof value
  return objectOf(Object.entries(value).map(([key, part]) => [key, part === null ? withNull('never') : shapeOf(part)]))
}

function elements(values: readonly unknown[]): string {
  const shapes = [...new Set(values.filter((value) => value !== null).map(shapeOf))]
  return shapes.length === 0 ? 'never' : shapes.join(' | ')
}
