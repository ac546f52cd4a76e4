import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { ExerciseConfig } from '../src/configs/schemas.ts'
import type { UserLevel } from '../src/levels/schemas.ts'
import type { User } from '../src/users/schemas.ts'
import { ask, created, createWorld, ok, problem } from './world.ts'

const nobody = '00000000-0000-4000-8000-000000000000'

describe.each(engines)('users on $name', (engine) => {
  test('are created and read', async () => {
    await using world = await createWorld(engine)
    const ada = created(await world.post<User>('/users', { email: 'Ada@example.com', name: 'Ada' }))
    expect(ok(await world.get<User>(`/users/${ada.id}`))).toEqual(ada)
    expect(problem(await world.get(`/users/${nobody}`), 404)).toMatch(/there is no user/)
  })

  test('share no e-mail address, in whatever case', async () => {
    await using world = await createWorld(engine)
    const again = await world.post('/users', { email: 'GRACE@Example.com', name: 'Other' })
    expect(problem(again, 409)).toBe('this e-mail address belongs to a user already')
  })

  test('are refused with the field that is wrong', async () => {
    await using world = await createWorld(engine)
    expect(problem(await world.post('/users', { email: 'nowhere', name: 'A' }), 400)).toMatch(/^email /)
    expect(problem(await world.post('/users', { email: 'a@b.de', name: '  ' }), 400)).toMatch(/^name /)
    expect(problem(await world.post('/users', { email: 'a@b.de' }), 400)).toMatch(/name/)
    expect(problem(await world.post('/users', { email: 'a@b.de', name: 'nul \u0000' }), 400)).toMatch(/malformed/)
    expect(problem(await world.post('/users'), 400)).toMatch(/body must be object/)
  })

  test('have one level in each category, which agrees with its number', async () => {
    await using world = await createWorld(engine)
    const path = `/users/${world.userId}/levels`
    expect(problem(await world.get(`${path}/Push`), 404)).toMatch(/no level in Push yet/)
    expect(ok(await world.put<UserLevel>(`${path}/push`, { level: 2 }))).toMatchObject({
      category: 'Push',
      level_name: 'Novice',
    })
    ok(await world.put(`${path}/Push`, { level: 3 }))
    ok(await world.put(`${path}/Pull`, { level: 0 }))
    const { levels } = ok(await world.get<{ levels: UserLevel[] }>(path))
    expect(levels.map(({ category, level }) => [category, level])).toEqual([
      ['Pull', 0],
      ['Push', 3],
    ])
    expect(ok(await world.get<UserLevel>(`${path}/Push`))).toMatchObject({ level: 3, level_name: 'Intermediate' })
  })

  test('cannot have a level or category that does not exist', async () => {
    await using world = await createWorld(engine)
    const path = `/users/${world.userId}/levels`
    expect(problem(await world.put(`${path}/Push`, { level: 6 }), 400)).toMatch(/^level /)
    expect(problem(await world.put(`${path}/Push`, { level: '2' }), 400)).toMatch(/^level /)
    expect(problem(await world.put(`${path}/Jump`, { level: 2 }), 404)).toMatch(/no category Jump/)
    expect(problem(await world.put(`/users/${nobody}/levels/Push`, { level: 2 }), 404)).toMatch(/no user/)
    const disagreeing = ask(
      world.db,
      `
      insert into user_current_levels (user_id, category_id, workout_level_id, current_level)
      select $1, category.id, level.id, 4
      from exercise_categories as category
      cross join workout_levels as level
      where category.name = 'Push'
        and level.level_order = 2`,
      [world.userId],
    )
    await expect(disagreeing).rejects.toMatchObject({ constraint: 'user_current_levels_level_agrees' })
  })

  test('say how they do an exercise', async () => {
    await using world = await createWorld(engine)
    const path = `/users/${world.userId}/exercise-configs`
    const config = { current_sets: [{ reps: 8 }, { duration: 30 }], current_tempo: '3-2-3-1', current_rest_seconds: 90 }
    expect(problem(await world.get(`${path}/push-up`), 404)).toMatch(/by its defaults/)
    expect(ok(await world.put<ExerciseConfig>(`${path}/push-up`, config))).toMatchObject({
      ...config,
      is_mastered: false,
      mastered_at: null,
    })
    const { exercise_configs } = ok(await world.get<{ exercise_configs: ExerciseConfig[] }>(path))
    expect(exercise_configs.map(({ exercise_slug }) => exercise_slug)).toEqual(['push-up'])
  })

  test('keep the day of mastery until it is taken back', async () => {
    await using world = await createWorld(engine)
    const path = `/users/${world.userId}/exercise-configs/push-up`
    const config = {
      current_sets: [{ reps: 8 }],
      current_tempo: '3-2-3-1',
      current_rest_seconds: 90,
      is_mastered: true,
    }
    const first = ok(await world.put<ExerciseConfig>(path, config))
    const second = ok(await world.put<ExerciseConfig>(path, { ...config, current_rest_seconds: 60 }))
    expect(first.mastered_at).not.toBeNull()
    expect(second).toMatchObject({ mastered_at: first.mastered_at, current_rest_seconds: 60 })
    expect(ok(await world.put<ExerciseConfig>(path, { ...config, is_mastered: false })).mastered_at).toBeNull()
  })

  test('cannot prescribe malformed sets or tempos', async () => {
    await using world = await createWorld(engine)
    const path = `/users/${world.userId}/exercise-configs/push-up`
    const config = { current_sets: [{ reps: 8 }], current_tempo: '3-2-3-1', current_rest_seconds: 90 }
    for (const current_sets of [[], [{}], [{ reps: 0 }], [{ reps: 8, duration: 3 }], [{ reps: 1.5 }], 'three']) {
      expect(problem(await world.put(path, { ...config, current_sets }), 400)).toMatch(/^current_sets/)
    }
    for (const current_tempo of ['3-1-2', 'fast', '3-1-2-1 ', 'hold-1']) {
      expect(problem(await world.put(path, { ...config, current_tempo }), 400)).toMatch(/^current_tempo/)
    }
  })
})
