import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Database, Queryable, UnknownRow } from 'rowhouse'
import { createTestDatabase } from 'rowhouse/testing'
import { hashPassword, type Token } from 'service/accounts'
import type { Engine } from '../../../test/support/databases.ts'
import { type Caller, callerOf, created, ok, type Sent } from '../../../test/support/http.ts'
import { buildApp } from '../src/app.ts'
import type { Attempt } from '../src/attempts/schemas.ts'
import type { AuthoredQuestion } from '../src/quizzes/schemas.ts'

/** The folder of the application. */
export const folder = fileURLToPath(new URL('..', import.meta.url))

export { type Answer, type Caller, created, ok, problem } from '../../../test/support/http.ts'

/** Asks what nothing in the application asks, so that it has no generated type. */
export async function ask(db: Queryable, text: string, params: readonly unknown[] = []): Promise<UnknownRow[]> {
  const { rows } = await db.queryUnsafe(text, params)
  return rows
}

/** A running application on a database of its own: migrated, with the course, a learner and an author. */
export interface World extends AsyncDisposable {
  readonly db: Database
  readonly app: FastifyInstance
  readonly nobody: Caller
  readonly ada: Caller
  readonly grace: Caller
  /** Registers another learner. */
  learner(name: string): Promise<Caller>
  /** The questions of a quiz with what is right, as the author sees them. */
  questions(quiz: string): Promise<AuthoredQuestion[]>
}

/** A quiz of the course with three questions of one point. */
export const quiz = 'quiz-neural-networks'

/** Builds a world on a new database of the engine. */
export async function createWorld(engine: Engine): Promise<World> {
  const db = await createTestDatabase({ ...engine.place, project: folder })
  await insertUsers(db)
  const app = await buildApp(db)
  const grace = await logIn(app, 'grace@example.com')
  return {
    db,
    app,
    nobody: callerOf(app),
    ada: await logIn(app, 'ada@example.com'),
    grace,
    learner: async (name) => {
      const email = `${name}@example.com`
      await callerOf(app).post('/users', { email, name, password })
      return logIn(app, email)
    },
    questions: async (slug) =>
      ok(await grace.get<{ questions: AuthoredQuestion[] }>(`/quizzes/${slug}/authored-questions`)).questions,
    [Symbol.asyncDispose]: async () => {
      await app.close()
      await db.close()
    },
  }
}

/** The password of everybody in a world. */
export const password = 'correct horse battery staple'

async function insertUsers(db: Database): Promise<void> {
  await ask(
    db,
    `
    insert into users (email, name, role, password_hash)
    values ('ada@example.com', 'Ada', 'learner', $1), ('grace@example.com', 'Grace', 'author', $1)`,
    [await hashPassword(password)],
  )
}

async function logIn(app: FastifyInstance, email: string): Promise<Caller> {
  const { token } = created(await callerOf(app).post<Token<unknown>>('/tokens', { email, password }))
  return callerOf(app, { authorization: `Bearer ${token}` })
}

/** Begins an attempt, or goes on with the one that is open. */
export async function start(by: Caller, slug = quiz): Promise<Sent<Attempt>> {
  return created(await by.post<Attempt>(`/quizzes/${slug}/attempts`))
}

/** Hands an attempt in with these options for its questions, in the order of the quiz. */
export async function submit(by: Caller, attempt: Sent<Attempt>, picks: readonly (readonly string[])[] = []) {
  const answers = picks.map((picked, index) => ({ question_id: attempt.questions[index]!.id, picked }))
  return ok(await by.post<Attempt>(`/attempts/${attempt.id}/submission`, { answers }))
}

/** The right options of each question. */
export function right(questions: readonly AuthoredQuestion[]): string[][] {
  return questions.map(({ correct }) => correct)
}

/** A wrong option of each question. */
export function wrong(questions: readonly AuthoredQuestion[]): string[][] {
  return questions.map(({ options, correct }) => [options.find(({ id }) => !correct.includes(id))!.id])
}
