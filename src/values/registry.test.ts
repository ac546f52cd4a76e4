import { expect, test } from 'vitest'
import { TypeRegistry } from './registry.ts'
import type { TypeRow } from './type-query.ts'

const row = (oid: number, name: string, kind: TypeRow['kind'], facts: Partial<TypeRow> = {}): TypeRow => ({
  oid,
  name,
  kind,
  part: null,
  delimiter: null,
  attributes: null,
  ...facts,
})

// The wholes stand before their parts, as the server may send them.
const rows = [
  row(9000, 'line_item[]', 'array', { part: 9001, delimiter: ',' }),
  row(9001, 'line_item', 'composite', { attributes: '[["mood",9002],["amounts",9003],["settings",9004]]' }),
  row(9002, 'mood', 'other'),
  row(9003, 'amounts', 'domain', { part: 1007 }),
  row(9004, 'settings', 'domain', { part: 3802 }),
  row(9005, 'settings[]', 'array', { part: 9004, delimiter: ',' }),
  row(9006, 'moodrange', 'range', { part: 9002 }),
  row(9007, 'moodmultirange', 'multirange', { part: 9002 }),
]

function learnt(): TypeRegistry {
  const registry = new TypeRegistry()
  registry.learn(rows, [9000, 9005, 9006, 9007])
  return registry
}

test('built-in types are known from the start, others are missing, each once', () => {
  expect(new TypeRegistry().missing([23, 9000, 1184, 9000, 9001])).toEqual([9000, 9001])
})

test('a type is learnt together with the types it is made of', () => {
  expect(learnt().missing(rows.map((type) => type.oid))).toEqual([])
})

test('composites in arrays, with domains inside, are read and written', () => {
  const registry = learnt()
  const items = [{ mood: 'so "so"', amounts: [1, 2], settings: { a: ['x'] } }, null]
  const text = String(registry.encoder(9000)?.(items))
  expect(registry.decoder(9000)?.(text)).toEqual(items)
})

test('an array of a domain over jsonb takes inner arrays as json', () => {
  expect(learnt().encoder(9005)?.([[1], 'a'])).toBe('{"[1]","\\"a\\""}')
})

test('ranges and multiranges are learnt', () => {
  const range = { lower: 'glad', upper: null, bounds: '[)' }
  expect(learnt().decoder(9006)?.('[glad,)')).toEqual(range)
  expect(learnt().decoder(9007)?.('{[glad,)}')).toEqual([range])
})

test('an asked type without a row is text', () => {
  const registry = new TypeRegistry()
  registry.learn([], [9999])
  expect(registry.decoder(9999)?.('as it is')).toBe('as it is')
  expect(registry.missing([9999])).toEqual([])
})

test('what was learnt can be forgotten, what is built in cannot', () => {
  const registry = learnt()
  registry.forget()
  expect(registry.missing([9000, 23])).toEqual([9000])
  expect(registry.decoder(9000)).toBeUndefined()
})

test('the option for int8 reaches its arrays and ranges', () => {
  const registry = new TypeRegistry({ int8: 'bigint' })
  expect(registry.decoder(1016)?.('{1,2}')).toEqual([1n, 2n])
  expect(registry.decoder(3926)?.('[1,2)')).toEqual({ lower: 1n, upper: 2n, bounds: '[)' })
})

test('an int2vector is an array of numbers', () => {
  const registry = new TypeRegistry()
  expect(['', '1', '1 -2 3'].map((text) => registry.decoder(22)?.(text))).toEqual([[], [1], [1, -2, 3]])
  expect(registry.encoder(22)?.([1, -2])).toBe('1 -2')
  expect(registry.encoder(1006)?.([[1, 2], [3]])).toBe('{"1 2","3"}')
})
