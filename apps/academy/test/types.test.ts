import { loadConfig } from 'rowhouse'
import { generate } from 'rowhouse/generate'
import { expect, test } from 'vitest'
import { folder } from './world.ts'

test('every query is accepted by the database that the migrations make, and its committed types are up to date', async () => {
  const { analysis, changes } = await generate(await loadConfig(folder), { check: true })
  expect(analysis.queries.length).toBeGreaterThan(30)
  expect(analysis.queries.filter((query) => 'error' in query)).toEqual([])
  expect(analysis.unchecked).toEqual([])
  expect(changes).toEqual({ written: [], removed: [] })
})
