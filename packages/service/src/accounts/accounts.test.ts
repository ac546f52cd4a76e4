import type { FastifyRequest } from 'fastify'
import { createServer } from 'service/http'
import { describe, expect, test } from 'vitest'
import { createAuthentication, hashPassword, hashToken, newToken, setTokenCookie, verifyPassword } from './index.ts'

describe('passwords', () => {
  test('match their own hash and no other', async () => {
    const hash = await hashPassword('correct horse')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword('correct horse', hash)).toBe(true)
    expect(await verifyPassword('correct horsE', hash)).toBe(false)
    expect(await hashPassword('correct horse')).not.toBe(hash)
  })

  test('of nobody match nothing', async () => {
    expect(await verifyPassword('nobody', undefined)).toBe(false)
  })
})

describe('a token', () => {
  const token = newToken()
  const find = async (hash: Buffer) => (hash.equals(hashToken(token)) ? { name: 'Ada' } : undefined)

  async function whoIs(request: { method?: 'GET' | 'POST'; headers: Record<string, string> }) {
    const authenticate = createAuthentication(find)
    const who = (sent: FastifyRequest) => authenticate(sent)
    const app = await createServer({
      title: 'Test',
      version: '1',
      routes: [async (api) => void api.get('/who', who).post('/who', who)],
    })
    const answer = await app.inject({ url: '/api/who', ...request })
    return answer.statusCode === 200 ? answer.json().name : answer.statusCode
  }

  test('says who sent a request, in a header or in a cookie', async () => {
    expect(await whoIs({ headers: { authorization: `Bearer ${token}` } })).toBe('Ada')
    expect(await whoIs({ headers: { cookie: `session=${token}` } })).toBe('Ada')
  })

  test('that is missing, unknown or no token at all is nobody', async () => {
    expect(await whoIs({ headers: {} })).toBe(401)
    expect(await whoIs({ headers: { authorization: `Bearer ${newToken()}` } })).toBe(401)
    expect(await whoIs({ headers: { authorization: `Basic ${token}` } })).toBe(401)
    expect(await whoIs({ headers: { cookie: `session=${token}x` } })).toBe(401)
  })

  test('in a cookie does not count for what a page of somebody else sends', async () => {
    const cookie = `session=${token}`
    expect(await whoIs({ method: 'POST', headers: { cookie, 'sec-fetch-site': 'same-origin' } })).toBe('Ada')
    expect(await whoIs({ method: 'POST', headers: { cookie, 'sec-fetch-site': 'cross-site' } })).toBe(401)
    expect(await whoIs({ method: 'POST', headers: { cookie, 'sec-fetch-site': 'same-site' } })).toBe(401)
  })

  test('is given to a browser so that no script can read it', async () => {
    const app = await createServer({
      title: 'Test',
      version: '1',
      routes: [
        async (api) =>
          void api.post('/in', (_request, reply) => {
            setTokenCookie(reply, token, new Date(Date.UTC(2030, 0)))
            return {}
          }),
      ],
    })
    const { cookies } = await app.inject({ method: 'POST', url: '/api/in' })
    expect(cookies).toEqual([
      {
        name: 'session',
        value: token,
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        expires: new Date(Date.UTC(2030, 0)),
      },
    ])
  })
})
