import { describe, expect, test } from 'vitest'
import { insightInto, isOverdue, refusalToStart } from './rules.ts'

const now = new Date('2026-03-01T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

describe('an attempt may begin', () => {
  const open = { max_attempts: null, retry_minutes: 10 }
  const failed = { passed: false, submittedAt: minutesAgo(3), mistakesReviewed: false }

  test('when it is the first, or the last was passed', () => {
    expect(refusalToStart({ policy: open, attempts: 0, now })).toBeUndefined()
    expect(refusalToStart({ policy: open, attempts: 9, last: { ...failed, passed: true }, now })).toBeUndefined()
  })

  test('after a failure when the mistakes are reviewed or the time is over', () => {
    expect(refusalToStart({ policy: open, attempts: 1, last: failed, now })).toBe(
      'review the mistakes of the last attempt first, or wait until 2026-03-01T12:07:00.000Z',
    )
    expect(
      refusalToStart({ policy: open, attempts: 1, last: { ...failed, mistakesReviewed: true }, now }),
    ).toBeUndefined()
    expect(
      refusalToStart({ policy: open, attempts: 1, last: { ...failed, submittedAt: minutesAgo(10) }, now }),
    ).toBeUndefined()
  })

  test('as long as attempts are left', () => {
    const limited = { max_attempts: 3, retry_minutes: 0 }
    expect(refusalToStart({ policy: limited, attempts: 2, last: failed, now })).toBeUndefined()
    expect(refusalToStart({ policy: limited, attempts: 3, last: failed, now })).toBe(
      'all 3 attempts at this quiz are used',
    )
  })
})

test('answers are shown when the policy says so, never while they would help', () => {
  const seen = { passed: false, attempts: 1, anotherOpen: false }
  const graded = { feedback: 'after_pass_or_exhausted', max_attempts: 3 } as const
  expect(insightInto({ ...seen, policy: { feedback: 'never', max_attempts: 1 } })).toBe('score')
  expect(insightInto({ ...seen, policy: { feedback: 'after_submit', max_attempts: null } })).toBe('answers')
  expect(insightInto({ ...seen, policy: { feedback: 'after_submit', max_attempts: null }, anotherOpen: true })).toBe(
    'score',
  )
  expect(insightInto({ ...seen, policy: graded })).toBe('marks')
  expect(insightInto({ ...seen, policy: graded, passed: true })).toBe('answers')
  expect(insightInto({ ...seen, policy: graded, attempts: 3 })).toBe('answers')
})

test('an answer is late five seconds after the deadline', () => {
  expect(isOverdue(null, now)).toBe(false)
  expect(isOverdue(new Date(now.getTime() - 5_000), now)).toBe(false)
  expect(isOverdue(new Date(now.getTime() - 5_001), now)).toBe(true)
})
