import { describe, expect, test } from 'vitest'
import { entryName, exerciseColumns } from './library.ts'

const ids = {
  levels: new Map([
    ['Foundation', { id: 11, level: 0 }],
    ['Beginner', { id: 12, level: 1 }],
  ]),
  categories: new Map([['Push', 21]]),
}

const entry = {
  id: 'wall-push-up',
  name: 'Wall Push-Up',
  category: 'Push',
  level: 0,
  levelName: 'Foundation',
  ladder: 'push.horizontal',
  ladderOrder: 1,
  metric: 'reps',
  unilateral: false,
  sets: [{ reps: 10 }],
  tempo: '3-1-2-1',
  rest: 60,
  equipment: ['wall'],
  muscles: ['chest'],
  tags: ['push-up'],
  notes: '',
  mastery: { sets: 3, reps: 15, sessions: 2, maxRpe: 8 },
}

describe('an entry of the exercise file', () => {
  test('becomes the columns of an exercise', () => {
    expect(exerciseColumns(entry, ids)).toMatchObject({ slug: 'wall-push-up', level_id: 11, category_id: 21 })
  })

  test.each([
    [
      'an unknown level name',
      { levelName: 'Wizard' },
      /levelName Wizard is unknown; the levels are Foundation, Beginner/,
    ],
    ['a level name of another number', { levelName: 'Beginner' }, /level 0 is not Beginner, which is level 1/],
    ['an unknown category', { category: 'Jump' }, /category Jump is unknown/],
    ['no sets', { sets: [] }, /^sets must not have fewer/],
    ['a set with both', { sets: [{ reps: 8, duration: 30 }] }, /^sets\/0 must not have more/],
    ['a set with neither', { sets: [{ reps: 8 }, {}] }, /^sets\/1 must not have fewer/],
    ['a set of zero', { sets: [{ reps: 0 }] }, /^sets\/0\/reps must be >= 1/],
    ['a set of words', { sets: [{ reps: 'ten' }] }, /^sets\/0\/reps must be integer/],
    ['a tempo of three numbers', { tempo: '3-1-2' }, /^tempo must match/],
    ['a tempo that does not fit', { tempo: 'hold' }, /tempo hold does not fit the metric reps/],
  ])('is refused with %s', (_fault, change, message) => {
    expect(() => exerciseColumns({ ...entry, ...change }, ids)).toThrow(message)
  })

  test('names all its faults at once', () => {
    const change = { category: 'Jump', levelName: 'Wizard', tempo: 'hold' }
    expect(() => exerciseColumns({ ...entry, ...change }, ids)).toThrow(/levelName.*category.*tempo/)
  })

  test('has a name even when it is no object', () => {
    expect([entryName(entry), entryName(null), entryName({ name: 3 })]).toEqual([
      'Wall Push-Up',
      'an exercise without a name',
      'an exercise without a name',
    ])
  })
})
