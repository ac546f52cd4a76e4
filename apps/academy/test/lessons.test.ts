import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Lesson, LessonSummary } from '../src/lessons/schemas.ts'
import { created, createWorld, ok, problem, start } from './world.ts'

const lesson = {
  slug: 'attention',
  title: 'Attention',
  description: 'How a model looks at what matters.',
  difficulty: 'advanced',
  lesson_order: 6,
  estimated_minutes: 30,
  objectives: ['Say what a query, a key and a value are'],
  content: { sections: [], keyTerms: {}, summary: 'A weighted mean.' },
  prerequisites: ['neural-networks'],
}

describe.each(engines)('lessons on $name', (engine) => {
  test('are listed in their order, by difficulty and by the words in them', async () => {
    await using world = await createWorld(engine)
    const slugs = async (query: string) =>
      ok(await world.nobody.get<{ lessons: LessonSummary[] }>(`/lessons?${query}`)).lessons.map(({ slug }) => slug)
    const all = await slugs('')
    expect(all).toHaveLength(5)
    expect(await slugs('difficulty=beginner')).toContain('neural-networks')
    expect((await slugs('difficulty=beginner')).length).toBeLessThan(5)
    expect(await slugs('search=XOR%20neurons')).toEqual(['neural-networks'])
    expect(await slugs('search=%22')).toEqual([])
    const first = ok(await world.nobody.get<{ next: string }>('/lessons?limit=2'))
    expect(await slugs(`limit=3&after=${first.next}`)).toEqual(all.slice(2))
    expect(problem(await world.nobody.get('/lessons?after=made-up'), 400)).toMatch(/after is not the `next`/)
    expect(problem(await world.nobody.get('/lessons?difficulty=hard'), 400)).toMatch(/difficulty/)
  })

  test('are sent once to a client that keeps them', async () => {
    await using world = await createWorld(engine)
    const { headers } = await world.nobody.get('/lessons')
    const again = await world.nobody.get('/lessons', { 'if-none-match': String(headers.etag) })
    expect([again.status, again.text]).toEqual([304, ''])
    created(await world.grace.post('/lessons', lesson))
    expect((await world.nobody.get('/lessons', { 'if-none-match': String(headers.etag) })).status).toBe(200)
  })

  test('are written by authors only', async () => {
    await using world = await createWorld(engine)
    expect(problem(await world.nobody.post('/lessons', lesson), 401)).toMatch(/log in first/)
    expect(problem(await world.ada.post('/lessons', lesson), 403)).toMatch(/only authors/)
    const made = created(await world.grace.post<Lesson>('/lessons', lesson))
    expect(made).toMatchObject({ ...lesson, version: 1 })
    expect(problem(await world.grace.post('/lessons', lesson), 409)).toMatch(/slug|place/)
    const elsewhere = { ...lesson, slug: 'other', lesson_order: 6 }
    expect(problem(await world.grace.post('/lessons', elsewhere), 409)).toMatch(/place in the course/)
    const unknown = { ...lesson, slug: 'other', lesson_order: 7, prerequisites: ['nothing'] }
    expect(problem(await world.grace.post('/lessons', unknown), 422)).toMatch(/does not exist/)
    expect(problem(await world.nobody.get('/lessons/other'), 404)).toBe('there is no lesson other')
  })

  test('are not overwritten by an author who has read an older version', async () => {
    await using world = await createWorld(engine)
    created(await world.grace.post('/lessons', lesson))
    const edit = (version: string, title: string) =>
      world.grace.put<Lesson>('/lessons/attention', { ...lesson, title }, { 'if-match': version })
    expect(ok(await edit('"1"', 'Attention!'))).toMatchObject({ title: 'Attention!', version: 2 })
    expect(problem(await edit('"1"', 'Lost'), 412)).toMatch(/at version 2 by now/)
    expect(problem(await world.grace.put('/lessons/attention', lesson), 428)).toMatch(/If-Match/)
    expect(ok(await world.nobody.get<Lesson>('/lessons/attention')).title).toBe('Attention!')
  })

  test('are deleted, or archived once somebody has worked on them', async () => {
    await using world = await createWorld(engine)
    created(await world.grace.post('/lessons', lesson))
    expect(ok(await world.grace.delete('/lessons/attention'))).toEqual({ outcome: 'deleted' })
    await start(world.ada)
    expect(ok(await world.grace.delete('/lessons/neural-networks'))).toEqual({ outcome: 'archived' })
    const { lessons } = ok(await world.nobody.get<{ lessons: LessonSummary[] }>('/lessons'))
    expect(lessons.map(({ slug }) => slug)).not.toContain('neural-networks')
    expect(ok(await world.nobody.get<Lesson>('/lessons/neural-networks')).archived_at).not.toBeNull()
  })
})
