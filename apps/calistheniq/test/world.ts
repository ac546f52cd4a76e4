import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Database, Queryable, UnknownRow } from 'rowhouse'
import type { SeedKind } from 'rowhouse/seed'
import { createTestDatabase } from 'rowhouse/testing'
import type { Engine } from '../../../test/support/databases.ts'
import { type Caller, callerOf, created, ok, type Sent } from '../../../test/support/http.ts'
import { buildApp } from '../src/app.ts'
import type { Exercise } from '../src/exercises/schemas.ts'
import type { SessionDetail } from '../src/sessions/schemas.ts'
import type { User } from '../src/users/schemas.ts'

/** The folder of the application. */
export const folder = fileURLToPath(new URL('..', import.meta.url))

export { type Answer, created, ok, problem } from '../../../test/support/http.ts'

/** Asks what nothing in the application asks, so that it has no generated type. */
export async function ask(db: Queryable, text: string, params: readonly unknown[] = []): Promise<UnknownRow[]> {
  const { rows } = await db.queryUnsafe(text, params)
  return rows
}

/** A running application on a database of its own: migrated, with the reference data and a user. */
export interface World extends AsyncDisposable, Pick<Caller, 'get' | 'post' | 'put'> {
  readonly db: Database
  readonly app: FastifyInstance
  readonly userId: string
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
  const { get, post, put } = callerOf(app)
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

const aPushSession = { session_type: 'push', session_date: '2025-03-05', level: 2 }
