import { expect, test } from 'vitest'
import { refusal } from './status.ts'

test.each([
  ['planned', 'start'],
  ['planned', 'skip'],
  ['in_progress', 'log a set of'],
  ['in_progress', 'complete'],
] as const)('a session that is %s lets one %s it', (status, step) => {
  expect(refusal(status, step)).toBeUndefined()
})

test.each([
  ['in_progress', 'start'],
  ['completed', 'start'],
  ['skipped', 'start'],
  ['planned', 'log a set of'],
  ['completed', 'log a set of'],
  ['skipped', 'log a set of'],
  ['planned', 'complete'],
  ['completed', 'complete'],
  ['skipped', 'complete'],
  ['in_progress', 'skip'],
  ['completed', 'skip'],
  ['skipped', 'skip'],
] as const)('a session that is %s does not let one %s it', (status, step) => {
  expect(refusal(status, step)).toMatch(/^cannot /)
})

test('a refusal says what the session is and what it should be', () => {
  expect(refusal('in_progress', 'skip')).toBe('cannot skip a session that is in progress; it must be planned')
})
