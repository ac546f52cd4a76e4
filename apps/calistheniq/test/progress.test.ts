import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Week } from '../src/progress/schemas.ts'
import { created, createWorld, ok, problem, type World } from './world.ts'

interface Weeks {
  readonly weeks: Week[]
}

async function train(world: World, changes: Readonly<Record<string, unknown>>, set: object, minutes: number) {
  const { id, exercises } = await world.start(changes)
  const path = `/users/${world.userId}/sessions/${id}`
  created(await world.post(`${path}/exercises/${exercises[0]?.id}/sets`, { set_number: 1, ...set }))
  ok(await world.post(`${path}/completion`, { duration_minutes: minutes }))
}

describe.each(engines)('progress on $name', (engine) => {
  test('is counted by ISO week and category; Sunday ends the week, and idle weeks are there with zeros', async () => {
    await using world = await createWorld(engine)
    const hang = { session_type: 'pull', level: 1, exercises: [{ exercise_id: await world.exerciseId('dead-hang') }] }
    await train(world, { session_date: '2025-03-09' }, { reps: 10 }, 40)
    await train(world, { session_date: '2025-03-10' }, { reps: 12 }, 30)
    await train(world, { session_date: '2025-03-16', ...hang }, { duration_seconds: 45 }, 20)
    await world.plan({ session_date: '2025-03-12' })
    const path = `/users/${world.userId}/progress/weekly?weeks=3&until=2025-03-18`
    const idle = { sessions: 0, minutes: 0, sets: 0, reps: 0, seconds: 0, categories: [] }
    expect(ok(await world.get<Weeks>(path)).weeks).toEqual([
      {
        week: '2025-W10',
        starts_on: '2025-03-03',
        sessions: 1,
        minutes: 40,
        sets: 1,
        reps: 10,
        seconds: 0,
        categories: [{ category: 'Push', sets: 1, reps: 10, seconds: 0 }],
      },
      {
        week: '2025-W11',
        starts_on: '2025-03-10',
        sessions: 2,
        minutes: 50,
        sets: 2,
        reps: 12,
        seconds: 45,
        categories: [
          { category: 'Pull', sets: 1, reps: 0, seconds: 45 },
          { category: 'Push', sets: 1, reps: 12, seconds: 0 },
        ],
      },
      { week: '2025-W12', starts_on: '2025-03-17', ...idle },
    ])
  })

  test('shows eight weeks up to today unless asked otherwise', async () => {
    await using world = await createWorld(engine)
    const path = `/users/${world.userId}/progress/weekly`
    expect(ok(await world.get<Weeks>(path)).weeks).toHaveLength(8)
    expect(problem(await world.get(`${path}?weeks=0`), 400)).toMatch(/^weeks/)
    expect(problem(await world.get(`${path}?until=yesterday`), 400)).toMatch(/^until/)
    expect(problem(await world.get('/users/00000000-0000-4000-8000-000000000000/progress/weekly'), 404)).toMatch(
      /no user/,
    )
  })

  test('numbers the weeks as ISO 8601 does at the turn of the year', async () => {
    await using world = await createWorld(engine)
    const { weeks } = ok(await world.get<Weeks>(`/users/${world.userId}/progress/weekly?weeks=2&until=2027-01-03`))
    expect(weeks.map(({ week, starts_on }) => [week, starts_on])).toEqual([
      ['2026-W52', '2026-12-21'],
      ['2026-W53', '2026-12-28'],
    ])
  })
})
