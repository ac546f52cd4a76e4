import { expect, test } from 'vitest'
import { type Dice, tableDice } from '../index.ts'

const draws = 20_000

function values<T>(draw: (dice: Dice) => T, column = 'c'): T[] {
  const dice = tableDice('s', 't')
  return Array.from({ length: draws }, (_, row) => draw(dice.at(row, column)))
}

function share<T>(all: readonly T[], accepts: (value: T) => boolean): number {
  return all.filter(accepts).length / all.length
}

test('the same seed, table, row and column draw the same; each of them makes a difference', () => {
  const draw = (seed: string, table: string, row: number, column: string) =>
    tableDice(seed, table).at(row, column).uuid()
  expect(draw('s', 't', 7, 'c')).toBe(draw('s', 't', 7, 'c'))
  const others = [draw('s', 't', 7, 'c'), draw('x', 't', 7, 'c'), draw('s', 'x', 7, 'c'), draw('s', 't', 7, 'x')]
  expect(new Set([...others, draw('s', 't', 8, 'c'), draw('s', 't', 7 + 2 ** 32, 'c')]).size).toBe(6)
})

test('what was drawn before, of other columns or other rows, changes nothing', () => {
  const dice = tableDice('s', 't')
  const alone = dice.at(5, 'b').fraction()
  dice.at(5, 'a').sample([1, 2, 3], 2)
  dice.at(4, 'b').fraction()
  expect(dice.at(5, 'b').fraction()).toBe(alone)
})

test('the draws of this version stay as they are, since rows that were loaded depend on them', () => {
  const dice = tableDice('seed', 'table').at(42, 'column')
  expect([dice.integer(1, 1000), dice.uuid(), dice.zipf(100)]).toMatchInlineSnapshot(`
    [
      734,
      "4313f9d3-2d69-8c82-831c-48f85da2eb8a",
      2,
    ]
  `)
})

test('uuids are those of version 8, and no two of them are alike', () => {
  const all = values((dice) => dice.uuid())
  expect(new Set(all).size).toBe(draws)
  expect(
    all.filter((uuid) => !/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid)),
  ).toEqual([])
})

test('fractions are even, within 0 and 1, and columns know nothing of each other', () => {
  const [one, other] = [values((dice) => dice.fraction()), values((dice) => dice.fraction(), 'd')]
  expect(share(one, (value) => value >= 0 && value < 1)).toBe(1)
  for (const edge of [0.1, 0.5, 0.9]) expect(share(one, (value) => value < edge)).toBeCloseTo(edge, 1.5)
  expect(
    share(
      one.map((value, row) => [value, other[row] ?? 0] as const),
      ([a, b]) => a < 0.5 && b < 0.5,
    ),
  ).toBeCloseTo(0.25, 1.5)
})

test('distributions are what they are called', () => {
  expect(new Set(values((dice) => dice.integer(-1, 1)))).toEqual(new Set([-1, 0, 1]))
  expect(
    share(
      values((dice) => dice.chance(0.2)),
      Boolean,
    ),
  ).toBeCloseTo(0.2, 1.5)
  expect(
    share(
      values((dice) => dice.nullable(0.3, () => 1)),
      (value) => value === null,
    ),
  ).toBeCloseTo(0.3, 1.5)
  expect(
    share(
      values((dice) =>
        dice.weighted([
          ['a', 3],
          ['b', 1],
          ['never', 0],
        ]),
      ),
      (value) => value === 'a',
    ),
  ).toBeCloseTo(0.75, 1.5)
  const normal = values((dice) => dice.normal(10, 2))
  expect(normal.reduce((sum, value) => sum + value, 0) / draws).toBeCloseTo(10, 0.5)
  expect(share(normal, (value) => Math.abs(value - 10) < 2)).toBeCloseTo(0.683, 1.5)
  const ranks = values((dice) => dice.zipf(1000))
  expect(Math.min(...ranks)).toBe(1)
  expect(Math.max(...ranks)).toBeLessThanOrEqual(1000)
  // log(2) and log(11) - log(10), of log(1001).
  expect(share(ranks, (rank) => rank === 1)).toBeCloseTo(0.1, 1.5)
  expect(share(ranks, (rank) => rank === 10)).toBeCloseTo(0.0138, 1.5)
})

test('a sample holds nothing twice, and all when it is large enough', () => {
  const letters = ['a', 'b', 'c', 'd']
  for (const sample of values((dice) => dice.sample(letters, 3)).slice(0, 500)) expect(new Set(sample).size).toBe(3)
  expect(tableDice('s', 't').at(0, 'c').sample(letters, 9).toSorted()).toEqual(letters)
})

test('nothing can be drawn of nothing', () => {
  expect(() => tableDice('s', 't').at(0, 'c').pick([])).toThrow('give at least one value')
})
