import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Day } from '../src/progress/schemas.ts'
import type { Session, SessionDetail, SetLog } from '../src/sessions/schemas.ts'
import { ask, created, createWorld, ok, problem, type World } from './world.ts'

const nobody = '00000000-0000-4000-8000-000000000000'

const sessionPath = (world: World, id: string) => `/users/${world.userId}/sessions/${id}`

const setsPath = (world: World, { id, exercises }: Pick<SessionDetail, 'id'> & { exercises: { id: string }[] }) =>
  `${sessionPath(world, id)}/exercises/${exercises[0]?.id}/sets`

const complete = async (world: World, id: string, body?: unknown) =>
  ok(await world.post<SessionDetail>(`${sessionPath(world, id)}/completion`, body))

const days = async (world: World) =>
  ok(await world.get<{ days: Day[] }>(`/users/${world.userId}/progress/daily?until=2025-03-05`)).days

describe.each(engines)('sessions on $name', (engine) => {
  test('are planned with their exercises, from the config or the defaults', async () => {
    await using world = await createWorld(engine)
    const ids = [await world.exerciseId('push-up'), await world.exerciseId('dip-negative')]
    const config = { current_sets: [{ reps: 11 }], current_tempo: '2-0-2-0', current_rest_seconds: 75 }
    ok(await world.put(`/users/${world.userId}/exercise-configs/push-up`, config))
    const session = await world.plan({
      scheduled_time: '18:30',
      exercises: [{ exercise_id: ids[1], planned_sets: [{ reps: 2 }], notes: 'slow' }, { exercise_id: ids[0] }],
    })
    expect(session).toMatchObject({
      status: 'planned',
      session_date: '2025-03-05',
      scheduled_time: '18:30:00',
      level: 2,
    })
    expect(session.exercises).toMatchObject([
      { exercise_id: ids[1], exercise_order: 1, planned_sets: [{ reps: 2 }], notes: 'slow', category_name: 'Push' },
      { exercise_order: 2, planned_sets: [{ reps: 11 }], planned_tempo: '2-0-2-0', planned_rest_seconds: 75 },
    ])
    expect(ok(await world.get(sessionPath(world, session.id)))).toEqual(session)
  })

  test('are planned whole or not at all', async () => {
    await using world = await createWorld(engine)
    const path = `/users/${world.userId}/sessions`
    const exercises = [{ exercise_id: await world.exerciseId('push-up') }, { exercise_id: nobody }]
    const body = { session_type: 'push', session_date: '2025-03-05', level: 2, exercises }
    expect(problem(await world.post(path, body), 422)).toBe(`there is no exercise ${nobody}`)
    expect(problem(await world.post(path, { ...body, level: undefined }), 422)).toMatch(/needs a level/)
    expect(problem(await world.post(path, { ...body, exercises: [] }), 400)).toMatch(/^exercises/)
    expect(problem(await world.post(path, { ...body, session_date: '2025-02-30' }), 400)).toMatch(/^session_date/)
    expect(problem(await world.post(`/users/${nobody}/sessions`, body), 404)).toMatch(/no user/)
    expect(await ask(world.db, 'select count(*) as sessions from workout_sessions')).toEqual([{ sessions: 0 }])
  })

  test('are started, logged set by set, and completed', async () => {
    await using world = await createWorld(engine)
    const session = await world.start({
      exercises: [{ exercise_id: await world.exerciseId('push-up'), planned_sets: [{ reps: 8 }, { reps: 8 }] }],
    })
    expect(session.status).toBe('in_progress')
    const first = {
      set_number: 1,
      reps: 8,
      weight_kg: -12.5,
      rest_seconds: 90,
      perceived_effort: 7.5,
      tempo: '2-0-2-0',
    }
    const log = created(await world.post<SetLog>(setsPath(world, session), first))
    expect(log).toMatchObject({
      planned_reps: 8,
      actual_reps: 8,
      actual_duration_seconds: null,
      weight_kg: -12.5,
      perceived_effort: 7.5,
    })
    created(await world.post(setsPath(world, session), { set_number: 2, reps: 0, rest_seconds: 60 }))
    const done = await complete(world, session.id, { duration_minutes: 41, notes: 'warm' })
    expect(done).toMatchObject({ status: 'completed', duration_minutes: 41, notes: 'warm' })
    expect(done.exercises[0]).toMatchObject({
      actual_sets: [{ reps: 8 }, { reps: 0 }],
      actual_tempo: '2-0-2-0',
      actual_rest_seconds: 75,
      completed: true,
      sets: [{ set_number: 1 }, { set_number: 2 }],
    })
  })

  test('take their minutes from the clock when nobody says', async () => {
    await using world = await createWorld(engine)
    const { id } = await world.start()
    await ask(world.db, `update workout_sessions set started_at = now() - interval '44 minutes' where id = $1`, [id])
    expect((await complete(world, id)).duration_minutes).toBe(44)
  })

  test('cannot be completed, skipped or logged out of turn', async () => {
    await using world = await createWorld(engine)
    const planned = await world.plan()
    const post = (step: string) => world.post(`${sessionPath(world, planned.id)}/${step}`)
    const logASet = (set_number: number) => world.post(setsPath(world, planned), { set_number, reps: 8 })
    expect(problem(await logASet(1), 409)).toMatch(/that is planned/)
    expect(problem(await post('completion'), 409)).toMatch(/that is planned; it must be in progress/)
    ok(await post('start'))
    expect(problem(await post('start'), 409)).toMatch(/that is in progress/)
    expect(problem(await post('skip'), 409)).toMatch(/that is in progress/)
    ok(await post('completion'))
    expect(problem(await post('completion'), 409)).toMatch(/that is completed/)
    expect(problem(await logASet(2), 409)).toMatch(/that is completed/)
  })

  test('are skipped with a reason', async () => {
    await using world = await createWorld(engine)
    const { id } = await world.plan()
    const skipped = ok(await world.post<Session>(`${sessionPath(world, id)}/skip`, { notes: 'ill' }))
    expect(skipped).toMatchObject({ status: 'skipped', notes: 'ill', completed_at: null })
    expect(await days(world)).toEqual([])
  })

  test('are one at a time', async () => {
    await using world = await createWorld(engine)
    const running = await world.start()
    const { id } = await world.plan()
    expect(problem(await world.post(`${sessionPath(world, id)}/start`), 409)).toMatch(/another session is in progress/)
    await complete(world, running.id)
    ok(await world.post(`${sessionPath(world, id)}/start`))
  })

  test('refuse a set that is unclear', async () => {
    await using world = await createWorld(engine)
    const path = setsPath(world, await world.start())
    expect(problem(await world.post(path, { set_number: 1 }), 422)).toMatch(/either reps or duration_seconds/)
    expect(problem(await world.post(path, { set_number: 1, reps: 8, duration_seconds: 30 }), 422)).toMatch(/either/)
    expect(problem(await world.post(path, { set_number: 1, reps: -1 }), 400)).toMatch(/^reps/)
    expect(problem(await world.post(path, { set_number: 1, reps: 8, perceived_effort: 7.3 }), 400)).toMatch(
      /^perceived_effort/,
    )
    expect(problem(await world.post(path, { set_number: 0, reps: 8 }), 400)).toMatch(/^set_number/)
  })

  test('log a set that is beyond the plan without a target', async () => {
    await using world = await createWorld(engine)
    const path = setsPath(world, await world.start())
    const extra = created(await world.post<SetLog>(path, { set_number: 20, duration_seconds: 30 }))
    expect(extra).toMatchObject({ planned_reps: null, planned_duration_seconds: null, actual_duration_seconds: 30 })
  })

  test('belong to their user alone', async () => {
    await using world = await createWorld(engine)
    const session = await world.start()
    const other = await world.createUser('other@example.com')
    const path = `/users/${other}/sessions/${session.id}`
    expect(problem(await world.get(path), 404)).toBe(`there is no session ${session.id}`)
    for (const step of ['start', 'completion', 'skip', `exercises/${session.exercises[0]?.id}/sets`]) {
      problem(await world.post(`${path}/${step}`, { set_number: 1, reps: 8 }), 404)
    }
    expect(ok(await world.get<Session>(sessionPath(world, session.id))).status).toBe('in_progress')
  })

  test('take sets for their own exercises only', async () => {
    await using world = await createWorld(engine)
    const other = await world.plan()
    const { id } = await world.start()
    const path = `${sessionPath(world, id)}/exercises/${other.exercises[0]?.id}/sets`
    expect(problem(await world.post(path, { set_number: 1, reps: 8 }), 404)).toMatch(/has no exercise/)
  })

  test('ignore a user named in the body', async () => {
    await using world = await createWorld(engine)
    const other = await world.createUser('other@example.com')
    await world.plan({ user_id: other, userId: other })
    expect(ok(await world.get<{ sessions: Session[] }>(`/users/${other}/sessions`)).sessions).toEqual([])
  })

  test('may be two on one day, both counted', async () => {
    await using world = await createWorld(engine)
    for (const reps of [8, 10]) {
      const session = await world.start()
      created(await world.post(setsPath(world, session), { set_number: 1, reps }))
      await complete(world, session.id, { duration_minutes: 30 })
    }
    expect(await days(world)).toEqual([
      {
        workout_date: '2025-03-05',
        is_today: true,
        total_sessions: 2,
        total_minutes: 60,
        total_exercises: 2,
        total_sets: 2,
        total_reps: 18,
        total_duration_seconds: 0,
        categories: ['Push'],
        is_completed: true,
      },
    ])
    await world.plan()
    expect(await days(world)).toMatchObject([{ total_sessions: 2, is_completed: false }])
  })

  test('leave history as it was when an exercise is renamed, and keep it from being deleted', async () => {
    await using world = await createWorld(engine)
    const session = await world.start()
    await complete(world, session.id)
    await ask(world.db, `update exercises set name = 'Press-Up' where slug = 'push-up'`)
    const after = ok(await world.get<SessionDetail>(sessionPath(world, session.id)))
    expect(after.exercises[0]?.exercise_name).toBe('Push-Up')
    const removal = ask(world.db, `delete from exercises where slug = 'push-up'`)
    await expect(removal).rejects.toMatchObject({ constraint: 'session_exercises_exercise_id_fkey' })
  })

  test('are listed newest first, by page, status and date', async () => {
    await using world = await createWorld(engine)
    const dates = ['2025-03-03', '2025-03-05', '2025-03-05', '2025-03-07', '2025-03-10']
    for (const session_date of dates) await world.plan({ session_date })
    const list = async (query: string) =>
      ok(await world.get<{ sessions: Session[]; next: string | null }>(`/users/${world.userId}/sessions?${query}`))
    const first = await list('limit=2')
    const second = await list(`limit=3&after=${first.next}`)
    expect([...first.sessions, ...second.sessions].map(({ session_date }) => session_date)).toEqual(dates.toReversed())
    expect(new Set([...first.sessions, ...second.sessions].map(({ id }) => id)).size).toBe(5)
    expect(second.next).toBeNull()
    expect((await list('from=2025-03-05&to=2025-03-07')).sessions).toHaveLength(3)
    expect((await list('status=completed')).sessions).toEqual([])
    expect(problem(await world.get(`/users/${world.userId}/sessions?status=lost`), 400)).toMatch(/status/)
    expect(problem(await world.get(`/users/${nobody}/sessions`), 404)).toMatch(/no user/)
  })

  test('completed twice at the same time are completed once', async () => {
    await using world = await createWorld(engine)
    const { id } = await world.start()
    const path = `${sessionPath(world, id)}/completion`
    const answers = await Promise.all([world.post(path), world.post(path)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('take a set once when eight requests log it at the same time', async () => {
    await using world = await createWorld(engine)
    const session = await world.start()
    const logs = Array.from({ length: 8 }, () => world.post(setsPath(world, session), { set_number: 1, reps: 8 }))
    const statuses = (await Promise.all(logs)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409])
    const { exercises } = ok(await world.get<SessionDetail>(sessionPath(world, session.id)))
    expect(exercises[0]?.actual_sets).toEqual([{ reps: 8 }])
  })

  test('planned while the day is being counted leave a summary that is right', async () => {
    await using world = await createWorld(engine)
    const { id } = await world.start()
    await Promise.all([complete(world, id), world.plan(), world.plan(), world.plan()])
    expect(await days(world)).toMatchObject([{ total_sessions: 1, is_completed: false }])
  })
})
