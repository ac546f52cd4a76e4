import { expect, test } from 'vitest'
import type { SequenceState } from './data/sequence-rows.ts'
import { isBehind, usedPercent } from './data/sequences.ts'
import { serves } from './static/foreign-keys.ts'
import type { IndexRow } from './static/index-rows.ts'
import { duplicates, redundancies } from './static/indexes.ts'

test.each([
  [['a'], null, ['a'], true],
  [['a', 'b'], null, ['a'], true],
  [['b', 'a'], null, ['a'], false],
  [['b', 'a', 'c'], null, ['a', 'b'], true],
  [['a', 'c', 'b'], null, ['a', 'b'], false],
  [['a'], null, ['a', 'b'], false],
  [[null, 'a'], null, ['a'], false],
  [['a'], '(a IS NOT NULL)', ['a'], true],
  [['a'], '("A b" IS NOT NULL)', ['A b'], false],
  [['A b'], '("A b" IS NOT NULL)', ['A b'], true],
  [['a'], '(c IS NOT NULL)', ['a'], false],
  [['a', 'b'], '((a IS NOT NULL) AND (b IS NOT NULL))', ['a', 'b'], true],
  [['a', 'b'], '((a IS NOT NULL) AND (c IS NOT NULL))', ['a', 'b'], false],
  [['a'], '(a > 0)', ['a'], false],
  [['a'], '((a IS NOT NULL) OR (c > 0))', ['a'], false],
])('an index on %j where %s serves a foreign key on %j: %s', (columns, predicate, key, expected) => {
  expect(serves({ columns, predicate }, key)).toBe(expected)
})

test('of equal indexes the most needed one is kept', () => {
  const primary = index('primary', { primary: true, unique: true, constraint: 'primary' })
  const unique = index('unique', { unique: true })
  const plain = index('plain')
  expect(objects(duplicates([plain, unique, primary]))).toEqual(['public.unique', 'public.plain'])
  expect(objects(duplicates([plain, index('later')]))).toEqual(['public.later'])
})

test('indexes that a foreign key rests on, or that enforce different rules, are both kept', () => {
  const referenced = index('referenced', { unique: true, needed: true })
  const primary = index('primary', { primary: true, unique: true, needed: true })
  expect(duplicates([referenced, primary])).toEqual([])
  const deferrable = index('deferrable', { unique: true, constraint: 'deferrable', uniqueness: 'f' })
  expect(duplicates([primary, deferrable])).toEqual([])
  const exclusion = index('exclusion', { method: 'gist', constraint: 'exclusion' })
  expect(duplicates([exclusion, { ...exclusion, path: ['public', 'other'], constraint: 'other' }])).toEqual([])
})

test('indexes on other tables, with another order, predicate or method are different', () => {
  const plain = index('plain')
  const others = [{ table: ['public', 'u'] }, { keys: ['a 1 0 3'] }, { predicate: '(a > 0)' }, { method: 'hash' }]
  for (const other of others) expect(duplicates([plain, index('other', other)])).toEqual([])
})

test('a plain index that another begins with is redundant', () => {
  const wide = index('wide', { keys: ['a 1 0 0', 'b 1 0 0'] })
  expect(objects(redundancies([index('plain'), wide]))).toEqual(['public.plain'])
  expect(objects(redundancies([index('plain'), index('wide', { included: ['b'] })]))).toEqual(['public.plain'])
  expect(objects(redundancies([index('plain', { included: ['b'] }), wide]))).toEqual(['public.plain'])
})

test('an index that enforces something, covers more, or comes second is not redundant', () => {
  const wide = index('wide', { keys: ['a 1 0 0', 'b 1 0 0'] })
  const kept = [
    { unique: true },
    { keys: ['b 1 0 0'] },
    { included: ['c'] },
    { predicate: '(a > 0)' },
    { method: 'brin' },
    { table: ['public', 'u'] },
  ]
  for (const facts of kept) expect(redundancies([index('kept', facts), wide])).toEqual([])
})

test.each([
  [{ next: '5', furthest: '5' }, true],
  [{ next: '6', furthest: '5' }, false],
  [{ next: '1', furthest: null }, false],
  [{ next: '9007199254740993', furthest: '9007199254740993' }, true],
  [{ next: '-1', furthest: '-3', increment: '-1' }, true],
  [{ next: '-4', furthest: '-3', increment: '-1' }, false],
  [{ next: '1', furthest: '5', cycle: true }, false],
])('a sequence at %j is behind: %s', (facts, expected) => {
  expect(isBehind(sequence(facts))).toBe(expected)
})

test.each([
  [{ last: null }, 0],
  [{ last: '50', end: '100' }, 50],
  [{ last: '99', end: '100', cycle: true }, 0],
  [{ last: '-70', end: '-100', increment: '-1', columns: [] }, 70],
  [{ last: '32767', end: '9223372036854775807', columns: [column('smallint', '32767')] }, 100],
])('a sequence at %j has used %d percent', (facts, expected) => {
  expect(usedPercent(sequence(facts))).toBe(expected)
})

function index(name: string, facts: Partial<IndexRow> = {}): IndexRow {
  return {
    path: ['public', name],
    table: ['public', 't'],
    method: 'btree',
    keys: ['a 1 0 0'],
    included: [],
    predicate: null,
    primary: false,
    unique: false,
    uniqueness: 't',
    constraint: null,
    needed: false,
    partitioned: false,
    columns: [],
    definition: '',
    deletion: null,
    ...facts,
  }
}

function sequence(facts: Partial<SequenceState>): SequenceState {
  const columns = [column('bigint', '9223372036854775807')]
  const state = {
    path: ['public', 's'],
    increment: '1',
    end: '9223372036854775807',
    cycle: false,
    identity: false,
    columns,
  }
  return { ...state, last: '1', next: '2', furthest: null, ...facts }
}

function column(type: string, limit: string): SequenceState['columns'][number] {
  return { table: ['public', 't'], column: 'id', type, limit, indexed: true }
}

function objects(found: readonly { readonly object: string }[]): string[] {
  return found.map((each) => each.object)
}
