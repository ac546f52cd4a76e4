import { describe, expect, test } from 'vitest'
import { chooseTarget, type TargetInput } from './target.ts'

const input: TargetInput = {
  target: undefined,
  environment: {},
  folder: '/project',
  connectTimeout: 10_000,
  applicationName: 'rowhouse',
}

function choose(over: Partial<TargetInput>) {
  return chooseTarget({ ...input, ...over })
}

function server(over: Partial<TargetInput>) {
  const target = choose(over)
  if (target.kind !== 'server') throw new Error('expected a server')
  return target.settings
}

describe('what connect() opens', () => {
  test('is the embedded database in .rowhouse when nothing is set', () => {
    expect(choose({})).toEqual({ kind: 'embedded', where: { folder: '/project/.rowhouse/database' }, isDefault: true })
  })

  test('is an error that names the variables when nothing is set in production', () => {
    expect(() => choose({ environment: { NODE_ENV: 'production' } })).toThrow(/DATABASE_URL.*DB_HOST.*DB_NAME/)
  })

  test('is never an embedded database of the configuration in production', () => {
    const environment = { NODE_ENV: 'production' }
    expect(() => choose({ environment, fallback: 'pglite:./data' })).toThrow(
      expect.objectContaining({ code: 'NO_TARGET' }),
    )
    expect(choose({ fallback: 'pglite:./data' })).toMatchObject({
      kind: 'embedded',
      where: { folder: '/project/data' },
    })
    expect(server({ environment, fallback: 'postgres://db/app' }).host).toBe('db')
  })

  test('is the argument before DATABASE_URL, and DATABASE_URL before DB_HOST', () => {
    const environment = { DATABASE_URL: 'postgres://localhost/b', DB_HOST: 'c', DB_NAME: 'c' }
    expect(server({ target: 'postgres://localhost/a', environment }).database).toBe('a')
    expect(server({ environment }).database).toBe('b')
    expect(server({ environment: { ...environment, DATABASE_URL: '' } }).database).toBe('c')
  })

  test.each([
    ['pglite:memory', { memory: true }],
    ['pglite:./data', { folder: '/project/data' }],
    ['pglite:data', { folder: '/project/data' }],
    ['pglite:///srv/data', { folder: '/srv/data' }],
    ['pglite:/srv/data', { folder: '/srv/data' }],
  ])('%s is embedded', (target, where) => {
    expect(choose({ target })).toMatchObject({ kind: 'embedded', where })
  })

  test('every part of a URL is taken, with its escapes', () => {
    const settings = server({
      target:
        'postgresql://a%40b:p%23%2F@db.example:6432/my%20app?sslmode=verify-full&application_name=x&connect_timeout=3',
    })
    expect(settings).toMatchObject({
      host: 'db.example',
      port: 6432,
      user: 'a@b',
      password: 'p#/',
      database: 'my app',
      ssl: 'verify-full',
      applicationName: 'x',
      connectTimeout: 3000,
    })
  })

  test('what the consoles of hosted databases hand out is understood', () => {
    const settings = server({
      target: 'postgresql://me:pw@ep-x.neon.tech/app?sslmode=require&channel_binding=require&options=endpoint%3Dep-x',
    })
    expect(settings).toMatchObject({ ssl: 'require', channelBinding: true, options: 'endpoint=ep-x' })
  })

  test('a socket folder and an IPv6 address are hosts', () => {
    expect(server({ target: 'postgres://me@/app?host=/var/run/postgresql' }).host).toBe('/var/run/postgresql')
    expect(server({ target: 'postgres://me@[::1]/app' }).host).toBe('::1')
  })

  test('the variables fill in defaults', () => {
    expect(server({ environment: { DB_NAME: 'app' } })).toMatchObject({
      host: 'localhost',
      port: 5432,
      database: 'app',
      ssl: 'disable',
    })
    expect(server({ environment: { DB_USER: 'me' } }).database).toBe('me')
    expect(server({ environment: { DB_NAME: 'app', DB_SSL: 'true' } }).ssl).toBe('verify-full')
    expect(server({ environment: { DB_NAME: 'app', DB_SSL: 'require' } }).ssl).toBe('require')
  })
})

describe('a wrong setting gets its own sentence, which names it and not the password', () => {
  const secret = 'hunter2'
  test.each([
    [{ target: 'mysql://localhost/app' }, 'INVALID_URL', /the target is not a database URL/],
    [{ target: '' }, 'INVALID_URL', /the target is not a database URL/],
    [
      { environment: { DATABASE_URL: 'postgres://u:hunter2@host:port/app' } },
      'INVALID_URL',
      /DATABASE_URL is malformed/,
    ],
    [{ environment: { DATABASE_URL: 'postgres://u:hunter2@h1:1,h2:2/app' } }, 'INVALID_URL', /several hosts/],
    [{ target: 'postgres://u:hunter2%@host/app' }, 'INVALID_URL', /% in its password/],
    [{ target: 'postgres://u:hunter2@host:70000/app' }, 'INVALID_URL', /malformed/],
    [{ target: 'postgres://host' }, 'INVALID_URL', /names no database/],
    [{ target: 'postgres://host/app?sslmode=maybe' }, 'INVALID_URL', /sslmode "maybe"; use one of disable/],
    [{ target: 'postgres://host/app?colour=red' }, 'INVALID_URL', /parameter "colour"/],
    [{ target: 'pglite:' }, 'INVALID_URL', /names no folder/],
    [{ environment: { DB_HOST: 'x' } }, 'INVALID_ENVIRONMENT', /DB_NAME is not set/],
    [
      { environment: { DB_NAME: 'x', DB_PORT: '54a' } },
      'INVALID_ENVIRONMENT',
      /DB_PORT is "54a"; set it to a whole number from 1 to 65535/,
    ],
    [{ environment: { DB_NAME: 'x', DB_PORT: '0' } }, 'INVALID_ENVIRONMENT', /DB_PORT/],
    [{ environment: { DB_NAME: 'x', DB_SSL: 'perhaps' } }, 'INVALID_ENVIRONMENT', /DB_SSL is "perhaps"/],
  ])('%j', (over, code, sentence) => {
    const attempt = () => choose(over as Partial<TargetInput>)
    expect(attempt).toThrow(expect.objectContaining({ code }))
    expect(attempt).toThrow(sentence)
    expect(attempt).not.toThrow(secret)
  })
})
