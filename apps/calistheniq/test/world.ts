import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Database, Queryable, UnknownRow } from 'rowhouse'
import type { SeedKind } from 'rowhouse/seed'
import { createTestDatabase } from 'rowhouse/testing'
import type { ProblemDetails } from 'service/http'
import { expect } from 'vitest'
import type { Engine } from '../../../test/support/databases.ts'
import { buildApp } from '../src/app.ts'
import type { Exercise } from '../src/exercises/schemas.ts'
import type { SessionDetail } from '../src/sessions/schemas.ts'
import type { User } from '../src/users/schemas.ts'

/** The folder of the application. */
export const folder = fileURLToPath(new URL('..', import.meta.url))

/** What an instant becomes on its way through JSON. */
type Sent<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Sent<T[K]> } : T

/** An answer of the API; `B` is what the test expects in it. */
export interface Answer<B> {
  readonly status: number
  readonly type: string
  readonly body: Sent<B>
}

type Unknown = Readonly<Record<string, unknown>>

/** Asks what nothing in the application asks, so that it has no generated type. */
export async function ask(db: Queryable, text: string, params: readonly unknown[] = []): Promise<UnknownRow[]> {
  const { rows } = await db.queryUnsafe(text, params)
  return rows
}

/** A running application on a database of its own: migrated, with the reference data and a user. */
export interface World extends AsyncDisposable {
  readonly db: Database
  readonly app: FastifyInstance
  readonly userId: string
  get<B = Unknown>(path: string): Promise<Answer<B>>
  post<B = Unknown>(path: string, body?: unknown): Promise<Answer<B>>
  put<B = Unknown>(path: string, body?: unknown): Promise<Answer<B>>
  /** The id of an exercise of the library. */
  exerciseId(slug: string): Promise<string>
  /** Creates another user and gives the id. */
  createUser(email: string): Promise<string>
  /** Plans a session of push-ups for the user. */
  plan(changes?: Readonly<Record<string, unknown>>): Promise<Sent<SessionDetail>>
  /** Plans a session and starts it. */
  start(changes?: Readonly<Record<string, unknown>>): Promise<Sent<SessionDetail>>
}

/** Builds a world on a new database of the engine. */
export async function createWorld(engine: Engine, kinds: readonly SeedKind[] = ['reference']): Promise<World> {
  const db = await createTestDatabase({ ...engine.place, project: folder, seeds: kinds })
  const app = await buildApp(db)
  const { get, post, put } = callers(app)
  const createUser = async (email: string) => (await post<User>('/users', { email, name: 'Grace' })).body.id
  const exerciseId = async (slug: string) => (await get<Exercise>(`/exercises/${slug}`)).body.id
  const userId = await createUser('grace@example.com')
  const plan: World['plan'] = async (changes = {}) => {
    const body = { ...aPushSession, exercises: [{ exercise_id: await exerciseId('push-up') }], ...changes }
    return created(await post<SessionDetail>(`/users/${userId}/sessions`, body))
  }
  const start: World['start'] = async (changes) => {
    const { id } = await plan(changes)
    return ok(await post<SessionDetail>(`/users/${userId}/sessions/${id}/start`))
  }
  const close = async () => {
    await app.close()
    await db.close()
  }
  return { db, app, userId, get, post, put, exerciseId, createUser, plan, start, [Symbol.asyncDispose]: close }
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
export function problem({ status: actual, type, body }: Answer<unknown>, status: number): string {
  expect({ actual, type, body }).toMatchObject({ actual: status, type: 'application/problem+json', body: { status } })
  return (body as ProblemDetails).detail
}

const aPushSession = { session_type: 'push', session_date: '2025-03-05', level: 2 }

function callers(app: FastifyInstance) {
  const call = async <B>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Answer<B>> => {
    const payload =
      body === undefined ? {} : { payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await app.inject({ method, url: `/api${path}`, ...payload })
    return {
      status: answer.statusCode,
      type: String(answer.headers['content-type']).replace(/;.*/, ''),
      body: answer.json(),
    }
  }
  return {
    get: <B>(path: string) => call<B>('GET', path),
    post: <B>(path: string, body?: unknown) => call<B>('POST', path, body),
    put: <B>(path: string, body?: unknown) => call<B>('PUT', path, body),
  }
}
