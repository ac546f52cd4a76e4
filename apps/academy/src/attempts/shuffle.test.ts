import { expect, test } from 'vitest'
import type { Question } from '../quizzes/schemas.ts'
import { shuffled } from './shuffle.ts'

const question: Question = {
  id: 'q',
  version: 2,
  type: 'multiple_choice',
  takes_several: false,
  prompt: 'Which?',
  objective: 1,
  points: 1,
  options: ['a', 'b', 'c'].map((id) => ({ id, text: id })),
}

test('each order of the options is as likely as any other', () => {
  const counts = new Map<string, number>()
  for (let draw = 0; draw < 6000; draw += 1) {
    const order = shuffled([question])[0]!.options.join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
  // 1000 each, with a standard deviation of 29.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200)
})

test('true and false keep their places', () => {
  const either = {
    ...question,
    type: 'true_false' as const,
    options: ['true', 'false'].map((id) => ({ id, text: id })),
  }
  for (let draw = 0; draw < 50; draw += 1) {
    expect(shuffled([either])).toEqual([{ id: 'q', version: 2, options: ['true', 'false'] }])
  }
})
