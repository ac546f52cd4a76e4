import { seed } from 'rowhouse/seed'
import { createTestDatabase } from 'rowhouse/testing'
import { describe, expect, test } from 'vitest'
import { engines } from '../../../../../test/support/databases.ts'
import { ask, folder } from '../../../test/world.ts'
import { sessionsOf } from './sessions.ts'
import { volumeUser } from './users.ts'

test('ten thousand users have about a million sessions, and a few of them most', () => {
  const counts = Array.from({ length: 2000 }, (_, number) => [...sessionsOf(volumeUser(number * 5))].length)
  const total = counts.reduce((sum, count) => sum + count, 0)
  expect(total / counts.length).toBeGreaterThan(90)
  expect(total / counts.length).toBeLessThan(120)
  const most = counts.toSorted((one, other) => other - one).slice(0, counts.length / 5)
  expect(most.reduce((sum, count) => sum + count, 0) / total).toBeGreaterThan(0.4)
})

describe.each(engines)('the volume data on $name', ({ place }) => {
  test('holds what the schema demands, its parts agree, and a second run adds nothing', async () => {
    await using db = await createTestDatabase({ ...place, project: folder, seeds: ['reference'] })
    const options = { projectFolder: folder, folder: `${folder}seeds`, kinds: ['volume'], scale: 12 } as const
    const { seeds } = await seed(db, options)
    expect(seeds.filter(({ kind, inserted }) => kind === 'volume' && inserted === 0)).toEqual([])
    expect(await ask(db, disagreements)).toEqual([])
    expect((await seed(db, options)).seeds.filter(({ inserted, updated }) => inserted + updated > 0)).toEqual([])
  })
})

const disagreements = `
  with done as (
    select session.id, session.user_id, session.session_date, session.status, session.duration_minutes,
      count(log.id) as sets,
      coalesce(sum(log.actual_reps), 0) as reps,
      coalesce(sum(log.actual_duration_seconds), 0) as seconds,
      count(distinct exercise.id) filter (where log.id is not null) as exercises
    from workout_sessions as session
    left join session_exercises as exercise on exercise.session_id = session.id
    left join exercise_set_logs as log on log.session_exercise_id = exercise.id
    group by session.id
  )
  select 'sets of a session' as what, id::text
  from done
  where (status in ('completed', 'in_progress')) <> (sets > 0)
  union all
  select 'day', done.user_id || ' ' || done.session_date
  from done
  full join daily_workout_summary as day on (day.user_id, day.workout_date) = (done.user_id, done.session_date)
  where (coalesce(done.status, 'planned') = 'completed' or day.user_id is not null)
    and (done.sets, done.reps, done.seconds, done.exercises, done.duration_minutes::bigint)
      is distinct from (day.total_sets, day.total_reps, day.total_duration_seconds, day.total_exercises, day.total_minutes)
  union all
  select 'actual sets', exercise.id::text
  from session_exercises as exercise
  where coalesce(jsonb_array_length(actual_sets), 0)
    <> (select count(*) from exercise_set_logs where session_exercise_id = exercise.id)`
