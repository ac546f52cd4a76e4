import { expect, test } from 'vitest'
import { unsuitable } from './preflight.ts'

test('a standby and a server before 13 are refused', () => {
  expect(unsuitable({ standby: true, version: 150004 })).toMatch(/standby.*name the primary/)
  expect(unsuitable({ standby: false, version: 120022 })).toMatch(/PostgreSQL 12, and migrations need 13/)
  expect(unsuitable({ standby: false, version: 130000 })).toBeUndefined()
})
