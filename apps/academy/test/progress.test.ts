import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { CourseProgress } from '../src/progress/schemas.ts'
import type { DueReview, Review } from '../src/reviews/schemas.ts'
import {
  type Answer,
  ask,
  type Caller,
  created,
  createWorld,
  ok,
  problem,
  quiz,
  right,
  start,
  submit,
  wrong,
} from './world.ts'

const lesson = 'neural-networks'

async function progressOf(caller: Caller) {
  const { percent, next, reviews_due, lessons } = ok(await caller.get<CourseProgress>('/progress'))
  return { percent, next, reviews_due, lesson: lessons.find((each) => each.lesson === lesson)! }
}

function done({ status, text }: Answer<unknown>): void {
  expect({ status, text }).toEqual({ status: 204, text: '' })
}

describe.each(engines)('progress on $name', (engine) => {
  test('is complete when a lesson is read and its quiz is passed, and not before', async () => {
    await using world = await createWorld(engine)
    expect(await progressOf(world.ada)).toMatchObject({ percent: 0, next: lesson, lesson: { status: 'not_started' } })
    done(await world.ada.post(`/lessons/${lesson}/reading`))
    expect((await progressOf(world.ada)).lesson).toMatchObject({ status: 'in_progress', completed_at: null })
    await submit(world.ada, await start(world.ada), right(await world.questions(quiz)))
    const { percent, next, lesson: completed } = await progressOf(world.ada)
    expect([percent, next !== lesson, completed.status]).toEqual([20, true, 'completed'])
    expect(completed.quizzes).toEqual([{ quiz, title: expect.any(String), attempts: 1, percent: 100, passed: true }])
    expect(await progressOf(world.grace)).toMatchObject({ percent: 0, lesson: { status: 'not_started' } })
  })

  test('comes in either order, and stays when a later attempt fails', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    await submit(world.ada, await start(world.ada), right(questions))
    expect((await progressOf(world.ada)).lesson.status).toBe('in_progress')
    done(await world.ada.post(`/lessons/${lesson}/reading`))
    await submit(world.ada, await start(world.ada), wrong(questions))
    expect((await progressOf(world.ada)).lesson).toMatchObject({ status: 'completed', quizzes: [{ passed: true }] })
  })

  test('cannot be forged', async () => {
    await using world = await createWorld(engine)
    const forged = { status: 'completed', user_id: 'somebody', percent: 100 }
    done(await world.ada.post(`/lessons/${lesson}/start`, forged))
    expect((await progressOf(world.ada)).lesson.status).toBe('in_progress')
    expect((await world.ada.put('/progress', forged)).status).toBe(404)
    const bare = `update user_progress set status = 'completed', completed_at = now()`
    await expect(ask(world.db, bare)).rejects.toMatchObject({ constraint: 'user_progress_completed_was_read' })
    expect(problem(await world.ada.post('/lessons/nothing/start'), 404)).toBe('there is no lesson nothing')
  })

  test('knows how well each objective is known, and brings back what was missed', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    const masteries = async () => (await progressOf(world.ada)).lesson.objectives.map(({ mastery }) => mastery)
    await submit(world.ada, await start(world.ada), [wrong(questions)[0]!, ...right(questions).slice(1)])
    expect(await masteries()).toEqual(expect.arrayContaining(['not_attempted', 'attempted', 'proficient']))
    expect(ok(await world.ada.get<{ questions: DueReview[] }>('/reviews/due')).questions).toEqual([])
    await ask(world.db, `update review_cards set due_at = now() - interval '1 s'`)
    const due = ok(await world.ada.get<{ questions: DueReview[] }>('/reviews/due')).questions
    expect(due.map(({ id }) => id)).toEqual([questions[0]!.id])
    expect(due[0]).not.toHaveProperty('correct')
    const answer = { question_id: due[0]!.id, picked: questions[0]!.correct }
    const review = created(await world.ada.post<Review>('/reviews', answer))
    expect(review).toMatchObject({ is_right: true, explanation: questions[0]!.explanation })
    expect(new Date(review.due_at).getTime()).toBeGreaterThan(Date.now())
    expect(problem(await world.ada.post('/reviews', answer), 404)).toMatch(/is not due for review/)
    expect(await masteries()).toEqual(expect.arrayContaining(['familiar', 'proficient']))
  })

  test('of reviews tells no answer of a quiz that is being taken', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    await submit(world.ada, await start(world.ada), wrong(questions))
    await ask(world.db, `update review_cards set due_at = now() - interval '1 s'`)
    await ask(world.db, `update quiz_attempts set submitted_at = now() - interval '11 minutes'`)
    await start(world.ada)
    const answer = { question_id: questions[0]!.id, picked: questions[0]!.correct }
    expect(problem(await world.ada.post('/reviews', answer), 404)).toMatch(/not due/)
  })

  test('is told live to its own learner', async () => {
    await using world = await createWorld(engine)
    const url = await world.app.listen({ port: 0, host: '127.0.0.1' })
    const { token } = created(
      await world.nobody.post<{ token: string }>('/tokens', {
        email: 'ada@example.com',
        password: 'correct horse battery staple',
      }),
    )
    const abort = new AbortController()
    const answer = await fetch(`${url}/api/progress/live`, {
      headers: { authorization: `Bearer ${token}` },
      signal: abort.signal,
    })
    const alan = await world.learner('alan')
    done(await alan.post(`/lessons/${lesson}/start`))
    done(await world.ada.post(`/lessons/${lesson}/start`))
    let heard = ''
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      heard += chunk
      if (heard.includes('lesson_started')) break
    }
    abort.abort()
    expect(heard.match(/event: lesson_started/g)).toHaveLength(1)
  })
})

describe.each(engines)('what authors see on $name', (engine) => {
  test('is how far learners came and which questions do badly', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    for (const [index, name] of ['alan', 'barbara', 'claude'].entries()) {
      const learner = await world.learner(name)
      await learner.post(`/lessons/${lesson}/reading`)
      await submit(learner, await start(learner), index === 0 ? wrong(questions) : right(questions))
    }
    expect(problem(await world.ada.get('/analytics/lessons'), 403)).toMatch(/only authors/)
    const { lessons } = ok(await world.grace.get<{ lessons: unknown[] }>('/analytics/lessons'))
    expect(lessons[0]).toMatchObject({ lesson, started: 3, read: 3, completed: 2 })
    const statistics = ok(
      await world.grace.get<{ attempts: unknown; questions: unknown[] }>(`/analytics/quizzes/${quiz}`),
    )
    expect(statistics.attempts).toEqual([{ attempt_number: 1, attempts: 3, passed: 2 }])
    expect(statistics.questions).toHaveLength(3)
    expect(statistics.questions[0]).toMatchObject({
      version: 1,
      answers: 3,
      warnings: [expect.stringMatching(/nobody picks/), expect.anything()],
    })
  })
})
