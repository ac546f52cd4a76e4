import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import type { Attempt } from '../src/attempts/schemas.ts'
import type { NewQuestion } from '../src/quizzes/schemas.ts'
import { ask, created, createWorld, ok, problem, quiz, right, start, submit, type World, wrong } from './world.ts'

const graded = {
  slug: 'exam',
  title: 'Exam',
  quiz_order: 2,
  passing_percent: 60,
  max_attempts: 1,
  aggregation: 'highest',
  feedback: 'after_pass_or_exhausted',
  retry_minutes: 0,
  time_limit_seconds: null,
}

const regularisers: NewQuestion = {
  slug: 'regularisers',
  question_order: 1,
  type: 'multiple_choice',
  takes_several: true,
  prompt: 'Select every standard way to reduce overfitting.',
  points: 2,
  difficulty: 'medium',
  objective: 1,
  options: [
    { id: 'a', text: 'Weight decay' },
    { id: 'b', text: 'Dropout' },
    { id: 'c', text: 'Many more epochs' },
    { id: 'd', text: 'Data augmentation' },
  ],
  correct: ['a', 'b', 'd'],
  explanation: 'More epochs on the same data give the model more chance to memorise it.',
  option_feedback: { c: 'This makes it worse.' },
}

async function createExam(world: World, changes: object = {}, questions = [regularisers]): Promise<void> {
  created(await world.grace.post('/lessons/neural-networks/quizzes', { ...graded, ...changes }))
  for (const question of questions) created(await world.grace.post('/quizzes/exam/authored-questions', question))
}

describe.each(engines)('attempts on $name', (engine) => {
  test('are scored on the server by the published formula', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    const passed = await submit(world.ada, await start(world.ada), right(questions))
    expect(passed).toMatchObject({
      status: 'submitted',
      result: { score: 3, max_score: 3, percent: 100, passed: true },
    })
    const failed = await submit(world.ada, await start(world.ada), wrong(questions))
    expect(failed).toMatchObject({ attempt_number: 2, result: { score: 0, percent: 0, passed: false } })
    const { rest } = { rest: right(questions).slice(0, 2) }
    await ask(world.db, `update quiz_attempts set submitted_at = now() - interval '11 minutes'`)
    const partly = await submit(world.ada, await start(world.ada), rest)
    expect(partly.result).toMatchObject({ score: 2, passed: true })
    expect(partly.result!.percent).toBeCloseTo(66.666_666, 5)
  })

  test('do not reward ticking everything', async () => {
    await using world = await createWorld(engine)
    await createExam(world, { max_attempts: null, feedback: 'after_submit' })
    const scores: number[] = []
    for (const picked of [['a', 'b', 'c', 'd'], ['a', 'b', 'd'], ['a', 'b'], ['a', 'c'], ['c'], []]) {
      scores.push((await submit(world.ada, await start(world.ada, 'exam'), [picked])).result!.score)
    }
    expect(scores[0]).toBeCloseTo(1.333_333, 5)
    expect(scores.slice(1).map((score) => Math.round(score * 1000))).toEqual([2000, 1333, 0, 0, 0])
  })

  test('show nothing before submission that holds an answer, or tells one by its size', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    const attempt = await start(world.ada)
    const path = `/attempts/${attempt.id}`
    const answer = (picked: string[]) => world.ada.put(`${path}/answers/${attempt.questions[0]!.id}`, { picked })
    const saved = [await answer(right(questions)[0]!), await answer(wrong(questions)[0]!)]
    const seen = [
      await world.ada.get(path),
      await world.ada.get(`/quizzes/${quiz}`),
      await world.ada.get(`/quizzes/${quiz}/questions`),
      await world.ada.get('/lessons/neural-networks'),
      await world.ada.get('/progress'),
      await world.ada.get('/reviews/due'),
      ...saved,
    ]
    for (const { text } of seen) {
      for (const { explanation } of questions) expect(text).not.toContain(explanation.slice(0, 30))
      expect(text).not.toMatch(/"(correct|is_right|explanation|option_feedback|score)"/)
    }
    expect(new Set(saved.map(({ text }) => text.length)).size).toBe(1)
    expect(Object.keys(attempt.questions[0]!).sort()).toEqual(
      [
        'flagged',
        'id',
        'objective',
        'options',
        'picked',
        'points',
        'prompt',
        'takes_several',
        'type',
        'version',
      ].sort(),
    )
  })

  test('give own answer, right answer and explanation afterwards', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    const { questions: shown, result } = await submit(world.ada, await start(world.ada), wrong(questions))
    const first = questions[0]!
    expect(shown.find(({ id }) => id === first.id)!.picked).toEqual(wrong(questions)[0])
    expect(result!.questions.find(({ question_id }) => question_id === first.id)).toEqual({
      question_id: first.id,
      is_right: false,
      score: 0,
      correct: first.correct,
      explanation: first.explanation,
      option_feedback: first.option_feedback,
    })
  })

  test('of a graded quiz show only right and wrong while attempts are left, and nothing while one is open', async () => {
    await using world = await createWorld(engine)
    await createExam(world, { max_attempts: 3 })
    const first = await submit(world.ada, await start(world.ada, 'exam'), [['c']])
    expect(first.result!.questions[0]).toEqual({ question_id: expect.any(String), is_right: false, score: 0 })
    await start(world.ada, 'exam')
    const meanwhile = ok(await world.ada.get<Attempt>(`/attempts/${first.id}`))
    expect(meanwhile.result!.questions[0]).toEqual({ question_id: expect.any(String) })
    const second = await submit(world.ada, await start(world.ada, 'exam'), [['a', 'b', 'd']])
    expect(second.result!.questions[0]).toMatchObject({ correct: ['a', 'b', 'd'], is_right: true })
  })

  test('are consumed once by eight who begin at the same moment', async () => {
    await using world = await createWorld(engine)
    await createExam(world)
    const begun = await Promise.all(Array.from({ length: 8 }, () => world.ada.post<Attempt>('/quizzes/exam/attempts')))
    expect(new Set(begun.map((answer) => created(answer).id)).size).toBe(1)
    const { id } = created(begun[0]!)
    const submitted = await Promise.all(
      Array.from({ length: 8 }, () => world.ada.post<Attempt>(`/attempts/${id}/submission`, {})),
    )
    expect(new Set(submitted.map((answer) => JSON.stringify(ok(answer)))).size).toBe(1)
    const late = await Promise.all(Array.from({ length: 8 }, () => world.ada.post('/quizzes/exam/attempts')))
    for (const answer of late) expect(problem(answer, 409)).toBe('all 1 attempts at this quiz are used')
    expect(await ask(world.db, 'select count(*) from quiz_attempts')).toEqual([{ count: 1 }])
  })

  test('refuse a question twice, foreign questions, made-up options and two options for one', async () => {
    await using world = await createWorld(engine)
    const attempt = await start(world.ada)
    const [first] = attempt.questions
    const hand = (answers: unknown) => world.ada.post(`/attempts/${attempt.id}/submission`, { answers })
    const answer = { question_id: first!.id, picked: ['a'] }
    expect(problem(await hand([answer, answer]), 400)).toMatch(/the same question twice/)
    expect(problem(await hand([{ ...answer, question_id: attempt.id }]), 422)).toMatch(/not part of this attempt/)
    expect(problem(await hand([{ ...answer, picked: ['z'] }]), 422)).toMatch(/has no option z/)
    expect(problem(await hand([{ ...answer, picked: ['a', 'b'] }]), 422)).toMatch(/takes one option/)
    expect(problem(await hand([{ ...answer, picked: ['a', 'a'] }]), 400)).toMatch(/picked/)
    expect(ok(await world.ada.get<Attempt>(`/attempts/${attempt.id}`)).status).toBe('open')
  })

  test('keep what was saved, whatever becomes of the browser', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    const attempt = await start(world.ada)
    const id = attempt.questions[0]!.id
    const save = (picked: string[], flagged?: boolean) =>
      world.ada.put(`/attempts/${attempt.id}/answers/${id}`, { picked, ...(flagged !== undefined && { flagged }) })
    ok(await save(wrong(questions)[0]!, true))
    ok(await save(right(questions)[0]!))
    const resumed = await start(world.ada)
    expect(resumed.id).toBe(attempt.id)
    expect(resumed.questions[0]).toMatchObject({ picked: right(questions)[0], flagged: true })
    expect(resumed.questions.map(({ options }) => options)).toEqual(attempt.questions.map(({ options }) => options))
    expect((await submit(world.ada, resumed)).result).toMatchObject({ score: 1 })
    expect(problem(await save([]), 409)).toMatch(/this attempt is over/)
  })

  test('end when their time is over, with what was saved by then', async () => {
    await using world = await createWorld(engine)
    await createExam(world, { time_limit_seconds: 60 })
    const attempt = await start(world.ada, 'exam')
    const path = `/attempts/${attempt.id}/answers/${attempt.questions[0]!.id}`
    ok(await world.ada.put(path, { picked: ['a', 'b'] }))
    await ask(world.db, `update quiz_attempts set deadline_at = now() - interval '6 seconds'`)
    expect(problem(await world.ada.put(path, { picked: ['a', 'b', 'd'] }), 409)).toMatch(/is over/)
    const ended = await submit(world.ada, attempt, [['a', 'b', 'd']])
    expect(ended).toMatchObject({ status: 'expired', questions: [{ picked: ['a', 'b'] }] })
    expect(ended.result!.score).toBeCloseTo(1.333_333, 5)
  })

  test('are left alone by an author who edits a question or the rules', async () => {
    await using world = await createWorld(engine)
    await createExam(world, { max_attempts: null, feedback: 'after_submit' })
    const before = await submit(world.ada, await start(world.ada, 'exam'), [['a', 'b', 'd']])
    const open = await start(world.ada, 'exam')
    const edited = {
      ...regularisers,
      prompt: 'Which one?',
      takes_several: false,
      correct: ['c'],
      options: regularisers.options.slice(2),
      option_feedback: {},
    }
    ok(await world.grace.put('/quizzes/exam/authored-questions/regularisers', edited))
    ok(
      await world.grace.put('/quizzes/exam', {
        ...graded,
        max_attempts: null,
        passing_percent: 100,
        feedback: 'never',
      }),
    )
    const shown = await start(world.ada, 'exam')
    expect(shown.questions).toEqual(open.questions)
    const second = await submit(world.ada, shown, [['a', 'b']])
    expect(second.result).toMatchObject({ passed: true, questions: [{ correct: ['a', 'b', 'd'] }] })
    expect(ok(await world.ada.get<Attempt>(`/attempts/${before.id}`))).toEqual(before)
    expect((await start(world.ada, 'exam')).questions[0]).toMatchObject({ prompt: 'Which one?', version: 2 })
  })

  test('wait after a failure until the mistakes are reviewed or the time is over', async () => {
    await using world = await createWorld(engine)
    const questions = await world.questions(quiz)
    await submit(world.ada, await start(world.ada), wrong(questions))
    expect(problem(await world.ada.post(`/quizzes/${quiz}/attempts`), 409)).toMatch(
      /review the mistakes .* or wait until/,
    )
    await ask(world.db, `update review_cards set due_at = now() - interval '1 s'`)
    for (const { id, correct } of questions)
      created(await world.ada.post('/reviews', { question_id: id, picked: correct }))
    expect(await start(world.ada)).toMatchObject({ attempt_number: 2 })
  })

  test('belong to their learner alone', async () => {
    await using world = await createWorld(engine)
    const attempt = await start(world.ada)
    const alan = await world.learner('alan')
    const path = `/attempts/${attempt.id}`
    expect(problem(await alan.get(path), 404)).toMatch(/there is no attempt/)
    expect(problem(await alan.post(`${path}/submission`, {}), 404)).toMatch(/there is no attempt/)
    const body = { picked: ['a'], user_id: attempt.id }
    expect(problem(await alan.put(`${path}/answers/${attempt.questions[0]!.id}`, body), 404)).toMatch(/no attempt/)
    expect(problem(await world.nobody.get(path), 401)).toMatch(/log in first/)
  })

  test('are handed in once by a request that is sent twice', async () => {
    await using world = await createWorld(engine)
    const attempt = await start(world.ada)
    const hand = (body: unknown) =>
      world.ada.post(`/attempts/${attempt.id}/submission`, body, { 'idempotency-key': 'once' })
    const [first, second] = await Promise.all([hand({}), hand({})])
    expect(ok(first)).toEqual(ok(second))
    const other = { answers: [{ question_id: attempt.questions[0]!.id, picked: [] }] }
    expect(problem(await hand(other), 422)).toMatch(/used for another request/)
  })
})
