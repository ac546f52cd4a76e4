import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/index.ts'
import { type ConnectOptions, connect } from './index.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ password: 'right' })
})

afterAll(() => server.dispose())

function withParts(
  parts: Partial<Record<'hostname' | 'port' | 'username' | 'password' | 'pathname' | 'search', string>>,
): string {
  return Object.assign(new URL(server.url), parts).href
}

async function failure(
  url: string | undefined,
  options: ConnectOptions = {},
): Promise<{ code: string; message: string }> {
  const db = await connect(url, options).catch((error) => error)
  if (db instanceof Error) return db as Error & { code: string }
  await db.close()
  throw new Error('connect() was expected to fail')
}

describe('connect() says what is wrong', () => {
  test('a host that does not exist', async () => {
    const { code, message } = await failure(withParts({ hostname: 'no-such-host.invalid' }))
    expect(code).toBe('HOST_NOT_FOUND')
    expect(message).toBe('there is no host "no-such-host.invalid"; correct the host in the target')
  })

  test('a port on which nothing listens', async () => {
    const { code, message } = await failure(undefined, {
      environment: { DB_HOST: '127.0.0.1', DB_PORT: '1', DB_NAME: 'app' },
    })
    expect(code).toBe('CONNECTION_REFUSED')
    expect(message).toBe('nothing listens on 127.0.0.1:1; start the server or correct DB_HOST and DB_PORT')
  })

  test('a wrong password, which is not repeated', async () => {
    const { code, message } = await failure(undefined, {
      environment: { DATABASE_URL: withParts({ password: 'wr0ng' }) },
    })
    expect(code).toBe('AUTHENTICATION_FAILED')
    expect(message).toContain('refused the password of user "postgres"; correct the password in DATABASE_URL')
    expect(message).not.toContain('wr0ng')
  })

  test('a missing password', async () => {
    const { code, message } = await failure(withParts({ password: '' }))
    expect(code).toBe('AUTHENTICATION_FAILED')
    expect(message).toContain('asks for a password and none is set; set the password in the target')
  })

  test('a user that does not exist is told like a wrong password, as the server tells it', async () => {
    const { code, message } = await failure(withParts({ username: 'nobody_here' }))
    expect(code).toBe('AUTHENTICATION_FAILED')
    expect(message).toContain('user "nobody_here"')
  })

  test('a database that does not exist', async () => {
    const { code, message } = await failure(withParts({ pathname: '/nowhere' }))
    expect(code).toBe('DATABASE_NOT_FOUND')
    expect(message).toContain(
      'has no database "nowhere"; create it (createdb nowhere) or correct the database in the target',
    )
  })

  test('TLS asked of a server that has none', async () => {
    const { code, message } = await failure(withParts({ search: 'sslmode=require' }))
    expect(code).toBe('TLS_FAILED')
    expect(message).toContain('does not offer TLS')
  })

  test('something that listens but is no PostgreSQL server', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const { code, message } = await failure(withParts({ port: String(port) }), { connectTimeout: 100 })
    silent.close()
    expect(code).toBe('CONNECTION_TIMEOUT')
    expect(message).toContain('did not answer as a PostgreSQL server within 100 ms')
  })

  test('something that hangs up', async () => {
    const rude = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
    const { port } = rude.address() as { port: number }
    const { code } = await failure(withParts({ port: String(port) }))
    rude.close()
    expect(code).toBe('CONNECTION_FAILED')
  })

  test('a malformed DB_MAX_CONNECTIONS', async () => {
    const { code, message } = await failure(server.url, { environment: { DB_MAX_CONNECTIONS: 'many' } })
    expect(code).toBe('INVALID_ENVIRONMENT')
    expect(message).toBe('DB_MAX_CONNECTIONS is "many"; set it to a whole number from 1 to 10000')
  })

  test('an option that does not exist', async () => {
    const { code, message } = await failure(server.url, { maxConnection: 3 } as ConnectOptions)
    expect(code).toBe('INVALID_OPTION')
    expect(message).toContain('maxConnection is not an option of connect()')
  })

  test('the embedded database in production', async () => {
    const { code } = await failure(undefined, { environment: { NODE_ENV: 'production' } })
    expect(code).toBe('NO_TARGET')
  })
})

test('sslmode=prefer takes a server without TLS as it is', async () => {
  const db = await connect(withParts({ search: 'sslmode=prefer' }))
  await db.close()
})

test('options of the URL reach the session', async () => {
  const db = await connect(withParts({ search: 'options=-c%20search_path%3Dpg_catalog&channel_binding=prefer' }))
  expect(await db.one('show search_path')).toEqual({ search_path: 'pg_catalog' })
  await db.close()
})

test('with the right settings ping() tells the version and the time it took', async () => {
  const db = await connect(server.url)
  const { version, latencyMs, embedded } = await db.ping()
  expect(version).toMatch(/^\d+\.\d+$/)
  expect(latencyMs).toBeGreaterThan(0)
  expect(embedded).toBe(false)
  expect(db.description).toBe(`PostgreSQL at 127.0.0.1:${server.port}/postgres`)
  await db.close()
})

test('the styles of dates and intervals are the same whatever the database has set', async () => {
  const admin = await connect(server.url)
  await admin.execute('create database styled')
  await admin.execute(`alter database styled set datestyle = 'SQL, DMY'`)
  await admin.execute(`alter database styled set intervalstyle = 'iso_8601'`)
  await admin.close()
  const db = await connect(withParts({ pathname: '/styled' }))
  const sql = `select date '2026-03-01' as day, interval '1 day 2 hours' as span, timestamptz '2026-03-01 12:00Z' as at`
  const expected = { day: '2026-03-01', span: '1 day 02:00:00', at: new Date('2026-03-01T12:00:00Z') }
  expect(await db.one(sql)).toEqual(expected)
  expect(await db.acquire((connection) => connection.one(sql))).toEqual(expected)
  expect(await db.one(sql)).toEqual(expected)
  await db.close()
})

const openssl = hasOpenssl()

describe.runIf(openssl)('TLS with a certificate that nobody has signed (needs openssl)', () => {
  let secure: TestServer

  beforeAll(async () => {
    secure = await startTestServer({ tls: selfSigned() })
  })

  afterAll(() => secure.dispose())

  test('require encrypts', async () => {
    const db = await connect(`${secure.url}?sslmode=require`)
    expect(await db.one('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).toEqual({ ssl: true })
    await db.close()
  })

  test('verify-full refuses it and says what to do', async () => {
    const { code, message } = await failure(`${secure.url}?sslmode=verify-full`)
    expect(code).toBe('TLS_FAILED')
    expect(message).toMatch(/self.signed certificate.*sslrootcert names a file/)
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function selfSigned(): { key: string; certificate: string } {
  const args = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-keyout',
    '-',
    '-out',
    '-',
  ]
  const pem = execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const at = pem.indexOf('-----BEGIN CERTIFICATE')
  return { key: pem.slice(0, at), certificate: pem.slice(at) }
}
