import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Database, Queryable, UnknownRow } from 'rowhouse'
import { createTestDatabase } from 'rowhouse/testing'
import { hashPassword, type Token } from 'service/accounts'
import type { ProblemDetails } from 'service/http'
import { expect } from 'vitest'
import type { Engine } from '../../../test/support/databases.ts'
import { buildApp } from '../src/app.ts'
import type { Attempt } from '../src/attempts/schemas.ts'
import type { AuthoredQuestion } from '../src/quizzes/schemas.ts'

/** The folder of the application. */
export const folder = fileURLToPath(new URL('..', import.meta.url))

/** What an instant becomes on its way through JSON. */
export type Sent<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Sent<T[K]> } : T

/** An answer of the API; `B` is what the test expects in it. */
export interface Answer<B> {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: Sent<B>
}

type Unknown = Readonly<Record<string, unknown>>
type Headers = Readonly<Record<string, string>>

/** Asks what nothing in the application asks, so that it has no generated type. */
export async function ask(db: Queryable, text: string, params: readonly unknown[] = []): Promise<UnknownRow[]> {
  const { rows } = await db.queryUnsafe(text, params)
  return rows
}

/** Somebody who is logged in, or nobody. */
export interface Caller {
  get<B = Unknown>(path: string, headers?: Headers): Promise<Answer<B>>
  post<B = Unknown>(path: string, body?: unknown, headers?: Headers): Promise<Answer<B>>
  put<B = Unknown>(path: string, body?: unknown, headers?: Headers): Promise<Answer<B>>
  delete<B = Unknown>(path: string): Promise<Answer<B>>
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
    nobody: caller(app),
    ada: await logIn(app, 'ada@example.com'),
    grace,
    learner: async (name) => {
      const email = `${name}@example.com`
      await caller(app).post('/users', { email, name, password })
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
  const { token } = created(await caller(app).post<Token<unknown>>('/tokens', { email, password }))
  return caller(app, token)
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

/** The body of an answer that must be 200. */
export function ok<B>({ status, body }: Answer<B>): Sent<B> {
  expect({ status, body }).toMatchObject({ status: 200 })
  return body
}

/** The body of an answer that must be 201. */
export function created<B>({ status, body }: Answer<B>): Sent<B> {
  expect({ status, body }).toMatchObject({ status: 201 })
  return body
}

/** The sentence of an answer that must be a problem of that status. */
export function problem({ status: actual, headers, body }: Answer<unknown>, status: number): string {
  const type = String(headers['content-type']).replace(/;.*/, '')
  expect({ actual, type, body }).toMatchObject({ actual: status, type: 'application/problem+json', body: { status } })
  return (body as ProblemDetails).detail
}

function caller(app: FastifyInstance, token?: string): Caller {
  const call = async <B>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    more: Headers = {},
  ) => {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more,
    }
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const answer = await app.inject({ method, url: `/api${path}`, headers, ...payload })
    const parsed: Sent<B> = JSON.parse(answer.body || 'null')
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: parsed }
  }
  return {
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    delete: (path) => call('DELETE', path),
  }
}
