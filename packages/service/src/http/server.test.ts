import { expect, test } from 'vitest'
import { answerWithTag, createServer } from './index.ts'

test('a route that is called too often says when it may be called again', async () => {
  const app = await createServer({
    title: 'Test',
    version: '1',
    routes: [
      async (api) =>
        void api.get('/scarce', { config: { rateLimit: { max: 2, timeWindow: '1 minute' } } }, async () => ({
          ok: true,
        })),
    ],
  })
  const statuses = []
  for (let call = 0; call < 3; call += 1) statuses.push((await app.inject('/api/scarce')).statusCode)
  expect(statuses).toEqual([200, 200, 429])
  const refused = await app.inject('/api/scarce')
  expect(refused.json()).toMatchObject({ status: 429, detail: 'too many requests; try again in 1 minute' })
  expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
})

test('an answer with a tag is sent once to a client that keeps it', async () => {
  const app = await createServer({
    title: 'Test',
    version: '1',
    routes: [
      async (api) => void api.get('/course', (request, reply) => answerWithTag(request, reply, { lessons: ['one'] })),
    ],
  })
  const first = await app.inject('/api/course')
  const etag = String(first.headers.etag)
  expect([first.statusCode, first.json()]).toEqual([200, { lessons: ['one'] }])
  const again = await app.inject({ url: '/api/course', headers: { 'if-none-match': `"other", W/${etag}` } })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await app.inject({ url: '/api/course', headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200)
})
