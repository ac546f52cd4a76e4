import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Exercise } from '../src/exercises/schemas.ts'
import type { Category, WorkoutLevel } from '../src/levels/schemas.ts'
import { type Answer, createWorld, ok, problem } from './world.ts'

interface ExercisePage {
  readonly exercises: Exercise[]
  readonly next: string | null
}

const slugs = (answer: Answer<ExercisePage>) => ok(answer).exercises.map(({ slug }) => slug)

describe.each(engines)('the exercise library on $name', (engine) => {
  test('is filtered by category and level', async () => {
    await using world = await createWorld(engine)
    const { exercises, next } = ok(await world.get<ExercisePage>('/exercises?category=Push&level=2'))
    expect(exercises).toHaveLength(7)
    expect(exercises[0]).toMatchObject({ slug: 'close-grip-push-up', category: 'Push', level: 2, level_name: 'Novice' })
    expect(next).toBeNull()
  })

  test('combines filters', async () => {
    await using world = await createWorld(engine)
    const list = async (query: string) => slugs(await world.get<ExercisePage>(`/exercises?${query}`))
    expect(await list('category=pull&level=1&tag=grip&equipment=pull-up%20bar&search=dead')).toEqual(['dead-hang'])
    expect(await list('category=pull&level=2&tag=grip&search=dead')).toEqual([])
    expect(await list('search=100%25')).toEqual([])
    expect(await list('equipment=none&level=0')).not.toEqual([])
  })

  test('is read a page at a time, every exercise once', async () => {
    await using world = await createWorld(engine)
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: Answer<ExercisePage> = await world.get<ExercisePage>(`/exercises?limit=30${next && `&after=${next}`}`)
      seen.push(...slugs(page))
      next = page.body.next
    }
    expect(seen).toHaveLength(128)
    expect(new Set(seen).size).toBe(128)
  })

  test('gives one exercise by id or slug', async () => {
    await using world = await createWorld(engine)
    const pushUp = ok(await world.get<Exercise>('/exercises/push-up'))
    expect(pushUp).toMatchObject({ name: 'Push-Up', metric: 'reps', mastery: { sessions: 2 } })
    expect(ok(await world.get<Exercise>(`/exercises/${pushUp.id.toUpperCase()}`))).toEqual(pushUp)
    expect(problem(await world.get('/exercises/flying'), 404)).toBe('there is no exercise flying')
  })

  test('refuses what it does not understand, and says which field', async () => {
    await using world = await createWorld(engine)
    expect(problem(await world.get('/exercises?category=Jump'), 400)).toMatch(/the categories are Pull, Push, Squat/)
    expect(problem(await world.get('/exercises?level=6'), 400)).toBe('level must be <= 5')
    expect(problem(await world.get('/exercises?limit=0'), 400)).toMatch(/^limit /)
    expect(problem(await world.get('/exercises?after=nonsense'), 400)).toMatch(/^after /)
    expect((await world.get('/exercises?level=six')).body).toMatchObject({
      errors: [{ in: 'querystring', field: 'level', message: 'must be integer' }],
    })
  })

  test('lists levels and categories', async () => {
    await using world = await createWorld(engine)
    const { levels } = ok(await world.get<{ levels: WorkoutLevel[] }>('/levels'))
    expect(levels.map(({ level, name }) => `${level} ${name}`).join(', ')).toBe(
      '0 Foundation, 1 Beginner, 2 Novice, 3 Intermediate, 4 Advanced, 5 Expert',
    )
    const { categories } = ok(await world.get<{ categories: Category[] }>('/categories'))
    expect(categories.map(({ name }) => name)).toEqual(['Pull', 'Push', 'Squat'])
  })
})
