import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Buckets, secondsBounds } from './buckets.ts'
import { Histogram } from './histogram.ts'

test('a quantile is off by at most a sixteenth, or half a microsecond', () => {
  const durations = fc.array(fc.double({ min: 0.001, max: 3_600_000, noNaN: true }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, q) => {
      const histogram = new Histogram()
      for (const ms of all) histogram.add(ms)
      const exact = all.toSorted((a, b) => a - b)[Math.ceil(q * all.length) - 1]!
      expect(Math.abs(histogram.quantile(q) - exact)).toBeLessThanOrEqual(exact / 16 + 0.0006)
    }),
  )
})

test('nothing, less than a microsecond and more than an hour have their place', () => {
  const histogram = new Histogram()
  expect(histogram.distribution()).toEqual({ count: 0, sum: 0, p50: 0, p95: 0, p99: 0, max: 0 })
  histogram.add(0)
  expect(histogram.quantile(1)).toBe(0)
  histogram.add(1e9)
  expect(histogram.distribution()).toMatchObject({ count: 2, max: 1e9 })
})

test('a bound belongs to its own bucket, and what is beyond the last one is counted', () => {
  const buckets = new Buckets()
  for (const bound of secondsBounds) buckets.add(bound * 1000)
  buckets.add(60_000)
  expect(buckets.cumulative()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})
