import { expect, test } from 'vitest'
import { losesDigits } from './type-changes.ts'

test.each([
  ['numeric(8,2)', 'integer', true],
  ['numeric(8,2)', 'numeric(8,1)', true],
  ['numeric', 'numeric(8,1)', true],
  ['numeric(8,2)', 'numeric(9,2)', false],
  ['numeric(8,2)', 'numeric', false],
  ['double precision', 'real', true],
  ['timestamp with time zone', 'date', true],
  ['date', 'timestamp with time zone', false],
  ['bigint', 'integer', false],
  ['integer', 'numeric(8,2)', false],
  ['text', 'character varying(3)', false],
] as const)('%s to %s loses something: %s', (one, other, loses) => {
  expect(losesDigits(one, other)).toBe(loses)
})
