import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { checkOpenApi } from '../../../test/support/openapi.ts'
import { buildApp } from '../src/app.ts'
import { ask, createWorld, problem } from './world.ts'

describe.each(engines)('the HTTP server on $name', (engine) => {
  test('is healthy while its database answers', async () => {
    const db = await engine.open()
    const app = await buildApp(db)
    const healthy = await app.inject('/api/health')
    expect([healthy.statusCode, healthy.json()]).toEqual([200, { status: 'ok' }])
    await db.close()
    const ill = await app.inject('/api/health')
    expect([ill.statusCode, ill.json()]).toMatchObject([503, { detail: 'the database does not answer' }])
    await app.close()
  })

  test('tells nothing of its insides, and logs them', async () => {
    await using world = await createWorld(engine)
    const lines: string[] = []
    const stream = new Writable({
      write(line, _encoding, done) {
        lines.push(String(line))
        done()
      },
    })
    const app = await buildApp(world.db, { logger: { level: 'error', stream } })
    await ask(world.db, 'alter table workout_levels rename to gone')
    const answer = await app.inject('/api/levels')
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'something went wrong on our side; try again later',
    })
    expect(lines.join()).toMatch(/workout_levels/)
    await app.close()
  })

  test('answers everything that is wrong as problem+json', async () => {
    await using world = await createWorld(engine)
    expect(problem(await world.get('/nothing?secret=1'), 404)).toBe('there is no GET /api/nothing; see /docs')
    expect(problem(await world.get('/users/me'), 400)).toMatch(/^userId /)
    expect(problem(await world.get('/exercises/%E0%A4%A'), 400)).toMatch(/not a valid url/i)
    const post = (payload: string, type: string) =>
      world.app.inject({ method: 'POST', url: '/api/users', payload, headers: { 'content-type': type } })
    const broken = await post('{"email":', 'application/json')
    expect([broken.statusCode, broken.headers['content-type']]).toEqual([
      400,
      expect.stringMatching(/^application\/problem\+json/),
    ])
    expect((await post('<user/>', 'text/xml')).statusCode).toBe(415)
    expect((await post(JSON.stringify({ name: 'x'.repeat(70_000) }), 'application/json')).statusCode).toBe(413)
  })

  test('describes itself with OpenAPI', async () => {
    await using world = await createWorld(engine)
    expect((await world.app.inject('/')).headers.location).toBe('/docs/')
    expect((await world.app.inject('/docs')).statusCode).toBe(200)
    const { faults, paths } = await checkOpenApi(world.app)
    expect(faults).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining(['/api/exercises', '/api/users/{userId}/sessions/{sessionId}/completion']),
    )
    expect(paths).toHaveLength(19)
  })
})
