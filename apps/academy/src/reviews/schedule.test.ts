import { expect, test } from 'vitest'
import { rememberedBy, replayed, reviewed } from './schedule.ts'

const now = new Date('2026-03-01T12:00:00Z')
const minutes = (due: string) => (new Date(due).getTime() - now.getTime()) / 60_000

test('what is missed comes back after a minute, what is known after ten', () => {
  expect(minutes(reviewed(undefined, 'again', now).due)).toBe(1)
  expect(minutes(reviewed(undefined, 'good', now).due)).toBe(10)
})

test('what is remembered again and again comes back later and later', () => {
  let state = reviewed(undefined, 'again', now)
  const days: number[] = []
  for (let review = 0; review < 6; review += 1) {
    const at = new Date(state.due)
    state = reviewed(state, 'good', at)
    days.push((new Date(state.due).getTime() - at.getTime()) / 86_400_000)
  }
  expect(days.slice(2)).toEqual(days.slice(2).toSorted((a, b) => a - b))
  expect(days.at(-1)).toBeGreaterThan(10)
})

test('a card is made again from its log', () => {
  const first = reviewed(undefined, 'again', now)
  const later = new Date('2026-03-04T08:00:00Z')
  const second = reviewed(first, 'hard', later)
  expect(
    replayed([
      { remembered: 'again', at: now },
      { remembered: 'hard', at: later },
    ]),
  ).toEqual(second)
  expect(replayed([])).toBeUndefined()
})

test('a change of mind is a hard one, a miss is a miss', () => {
  expect([rememberedBy(true, 0), rememberedBy(true, 2), rememberedBy(false, 0)]).toEqual(['good', 'hard', 'again'])
})
