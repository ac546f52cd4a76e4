import { expect, test } from 'vitest'
import { performedSets, sampleSessions } from './history.ts'
import { sampleId } from './uuid.ts'

test('the sample is four weeks of training and one of plans, on Mondays, Wednesdays and Fridays', () => {
  const sessions = sampleSessions('2025-03-05')
  expect(sessions.map(({ session_date }) => session_date)).toEqual(
    sessions.map(({ session_date }) => session_date).sort(),
  )
  expect(new Set(sessions.map(({ session_date }) => new Date(session_date).getUTCDay()))).toEqual(new Set([3, 5, 1]))
  expect(sessions.map(({ status }) => status[0]).join('')).toBe('cccccccsccccppp')
})

test('the same start gives the same sessions, with ids of their own', () => {
  const sessions = sampleSessions('2025-03-05')
  expect(sampleSessions('2025-03-05')).toEqual(sessions)
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length)
})

test('sets grow every second week and end hardest', () => {
  expect(performedSets([{ reps: 8 }, { duration: 30 }], 3)).toEqual([
    { set_number: 1, reps: 9, duration_seconds: null, perceived_effort: 7 },
    { set_number: 2, reps: null, duration_seconds: 32, perceived_effort: 8 },
  ])
})

test('an id is a version 5 UUID', () => {
  expect(sampleId('ada')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
