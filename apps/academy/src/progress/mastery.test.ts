import { expect, test } from 'vitest'
import { type Evidence, masteryOf } from './mastery.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))
const quiz = (number: number, ...marks: boolean[]): Evidence[] =>
  marks.map((is_right) => ({ is_review: false, is_right, occurred_at: day(number) }))
const review = (number: number, is_right: boolean): Evidence[] => [
  { is_review: true, is_right, occurred_at: day(number) },
]

test('a quiz sets the level by its share of right answers', () => {
  expect(masteryOf([])).toBe('not_attempted')
  expect(masteryOf(quiz(1, false, true, true))).toBe('attempted')
  expect(masteryOf(quiz(1, ...Array(7).fill(true), false, false, false))).toBe('familiar')
  expect(masteryOf(quiz(1, true, true))).toBe('proficient')
  expect(masteryOf([...quiz(1, false), ...quiz(2, true)])).toBe('proficient')
})

test('what is right again a day later is mastered, and not sooner', () => {
  expect(masteryOf([...quiz(1, true), ...review(1, true)])).toBe('proficient')
  expect(masteryOf([...quiz(1, true), ...review(2, true)])).toBe('mastered')
  expect(masteryOf([...quiz(1, false), ...review(2, true), ...review(3, true), ...review(3, true)])).toBe('proficient')
  expect(masteryOf([...quiz(1, false), ...review(2, true), ...review(3, true), ...review(4, true)])).toBe('mastered')
})

test('a miss goes down one step', () => {
  const mastered = [...quiz(1, true), ...review(2, true)]
  expect(masteryOf([...mastered, ...review(3, false)])).toBe('proficient')
  expect(masteryOf([...mastered, ...quiz(3, true, false)])).toBe('proficient')
  expect(masteryOf([...mastered, ...quiz(3, true)])).toBe('mastered')
  expect(masteryOf([...mastered, ...review(3, false), ...review(4, false), ...review(5, false)])).toBe('attempted')
})
