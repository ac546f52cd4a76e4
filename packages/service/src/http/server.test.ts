import { expect, test } from 'vitest'
import { createServer } from './index.ts'

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
