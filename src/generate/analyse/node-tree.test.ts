import { expect, test } from 'vitest'
import { readQuery } from './node-tree.ts'

test('fields are read as what they are', () => {
  const query = readQuery(
    String.raw`(({QUERY :commandType 1 :hasAggs true :cteList <> :name a\ \(b\) :rtable ({RTE :relkind r :colnames ("id" "two \"words\"")} {X}) :oids (o 16 23) :bits (b) :values_lists (({A} {B}) ({C})) :constvalue 2 [ -1 65 ] :after 7}))`,
  )
  expect(query?.number('commandType')).toBe(1)
  expect(query?.flag('hasAggs')).toBe(true)
  expect(query?.children('cteList')).toEqual([])
  expect(query?.text('name')).toBe('a (b)')
  expect(query?.children('rtable').map(({ kind }) => kind)).toEqual(['RANGETBLENTRY', 'X'])
  expect(query?.children('rtable')[0]?.texts('colnames')).toEqual(['id', 'two "words"'])
  expect(query?.numbers('oids')).toEqual([16, 23])
  expect(query?.numbers('bits')).toEqual([])
  expect(query?.lists('values_lists').map((row) => row.length)).toEqual([2, 1])
  expect(query?.bytes('constvalue')).toEqual(Uint8Array.of(255, 65))
  expect(query?.number('after')).toBe(7)
})

test('what is missing, or cut off, reads as empty', () => {
  expect(readQuery('')).toBeUndefined()
  expect(readQuery('({FUNCEXPR :funcid 1})')).toBeUndefined()
  const query = readQuery('({QUERY :rtable ({RTE :relid 3')
  expect(query?.child('jointree')).toBeUndefined()
  expect(query?.number('nothing')).toBe(0)
  expect(query?.text('nothing')).toBe('')
})
