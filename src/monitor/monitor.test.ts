import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { type ConnectOptions, connect, type Database } from '../index.ts'
import { createMonitor, type Monitor, type MonitorOptions, metrics, type SlowQuery } from './index.ts'

interface Line {
  readonly fields: object
  readonly message: string
}

describe.each(engines)('on $name', ({ open, name }) => {
  let db: Database
  let monitor: Monitor

  afterEach(async () => {
    monitor.close()
    await db.close()
  })

  async function watch(options: MonitorOptions = {}, connectOptions: ConnectOptions = {}): Promise<void> {
    db = await open(connectOptions)
    monitor = createMonitor(db, options)
  }

  const statsOf = (text: string) => monitor.statements().find((each) => each.text === text)

  describe('statements', () => {
    beforeEach(() => watch())

    test('are counted by their text, with rows, errors by SQLSTATE, and where they stand', async () => {
      const text = 'select 10 / n as q from generate_series($1::int, 3) as n'
      await db.many(text, [1])
      await db.many(text, [2])
      await db.many(text, [0]).catch(() => undefined)
      expect(statsOf(text)).toMatchObject({ calls: 3, rows: 5, errors: { '22012': 1 }, count: 3 })
      expect(monitor.statements().some(({ place }) => place?.includes('monitor.test.ts:'))).toBe(true)
    })

    test('in a transaction are counted too, and the cursors of streams as one', async () => {
      for (const _ of [1, 2])
        for await (const row of db.stream('select n from generate_series(1, 3) as n')) expect(row).toHaveProperty('n')
      await db.transaction((tx) => tx.query('select 1 as one'))
      expect(statsOf('select 1 as one')).toMatchObject({ calls: 1 })
      expect(statsOf('fetch 500 from rowhouse_n')).toMatchObject({ calls: 2, rows: 6 })
    })

    test('that are slower stand at the top, with quantiles that lie between the shortest and the longest', async () => {
      await db.query('select 1')
      await db.query('select pg_sleep(0.05)')
      const [first] = monitor.statements()
      expect(first).toMatchObject({ text: 'select pg_sleep(0.05)' })
      expect(first?.p99).toBeGreaterThanOrEqual(45)
      expect(first?.p99).toBeLessThanOrEqual(first?.max ?? 0)
    })

    test('of another database are not counted', async () => {
      const other = await open()
      await other.query('select 1 as elsewhere')
      await other.close()
      expect(statsOf('select 1 as elsewhere')).toBeUndefined()
    })

    test('are not counted any more once the monitor is closed', async () => {
      monitor.close()
      await db.query('select 1 as late')
      expect(statsOf('select 1 as late')).toBeUndefined()
    })
  })

  test('only the texts that were used last are kept, however many there are', async () => {
    await watch({ statements: 3 })
    for (const n of [1, 2, 3, 1, 4]) await db.query(`select ${n}`)
    const texts = monitor.statements().map(({ text }) => text)
    expect(texts.sort()).toEqual(['select 1', 'select 3', 'select 4'])
  })

  test('of a very long text only the beginning is kept', async () => {
    await watch()
    await db.query(`select '${'x'.repeat(100_000)}'`)
    expect(monitor.statements()[0]?.text.length).toBe(10_001)
  })

  describe('a slow statement', () => {
    test('is written down with text, place, times and rows, and without its values', async () => {
      const lines: Line[] = []
      const logger = {
        info: () => undefined,
        warn: (fields: object, message: string) => void lines.push({ fields, message }),
      }
      await watch({ slowAfter: 20, logger })
      await db.query(`select pg_sleep(0.03), $1::text as secret`, ['hush'])
      expect(lines.length).toBe(1)
      expect(lines[0]?.message).toMatch(/^slow query: \d+(\.\d+)? ms$/)
      expect(lines[0]?.fields).toMatchObject({ text: 'select pg_sleep(0.03), $1::text as secret', rows: 1 })
      expect(lines[0]?.fields).toHaveProperty('place', expect.stringMatching(/monitor\.test\.ts:\d+$/))
      expect(JSON.stringify(lines)).not.toContain('hush')
    })

    test('is one that takes longer than was said, and no other', async () => {
      const slow: SlowQuery[] = []
      await watch({ slowAfter: 600_000, onSlow: (each) => void slow.push(each) })
      await db.query('select pg_sleep(0.03)')
      expect(slow).toEqual([])
    })

    test('shows its values to those who ask, and its error', async () => {
      const slow: SlowQuery[] = []
      await watch({ slowAfter: 0, values: true, onSlow: (each) => void slow.push(each) })
      await db.query('select 1 / $1::int', [0]).catch(() => undefined)
      expect(slow).toMatchObject([{ params: [0], error: '22012', rows: 0 }])
    })

    test('is no reason for the program to fail when the logger throws', async () => {
      const broken = () => {
        throw new Error('the disk is full')
      }
      await watch({ slowAfter: 0, logger: { info: broken, warn: broken }, onSlow: broken })
      expect(await db.one('select 1 as n')).toEqual({ n: 1 })
      expect(statsOf('select 1 as n')).toMatchObject({ calls: 1 })
    })
  })

  test('a leak is kept with the stack of the one who took the connection', async () => {
    await watch({}, { leakAfter: 10, onWarning: () => letGo() })
    let letGo = () => {}
    await db.transaction(
      () =>
        new Promise<void>((resolve) => {
          letGo = resolve
        }),
    )
    expect(monitor.leaks()).toMatchObject([{ purpose: 'a transaction' }])
    expect(monitor.leaks()[0]?.stack).toContain('monitor.test.ts')
    expect(monitor.pool().leaks).toBe(1)
  })

  test('those who wait for a connection are seen, and those who waited in vain', async () => {
    await watch({}, { maxConnections: 1, acquireTimeout: 30 })
    let letGo = () => {}
    const holding = db.transaction(
      () =>
        new Promise<void>((resolve) => {
          letGo = resolve
        }),
    )
    const failure = await db.query('select 1').catch((error) => error)
    letGo()
    await holding
    const { wait, use, timeouts, utilisation, max } = monitor.pool()
    expect(failure).toMatchObject({ code: 'POOL_TIMEOUT' })
    expect({ timeouts, utilisation, max }).toEqual({ timeouts: 1, utilisation: 0, max: 1 })
    expect(wait.max).toBeGreaterThanOrEqual(25)
    expect(use.count).toBe(1)
  })

  test('metrics speak of names and codes, and never of texts', async () => {
    await watch({ nameOf: (text) => (text.includes('people') ? 'list "people"' : undefined), pool: 'main' })
    await db.query('select 1 as people')
    await db.query('select 1 / 0').catch(() => undefined)
    const text = monitor.prometheus()
    expect(text).toContain(
      'db_client_operation_duration_seconds_count{db_client_connection_pool_name="main",query="list \\"people\\"",command="SELECT",status="ok"} 1\n',
    )
    expect(text).toContain('status="22012"} 1\n')
    expect(text).toContain('db_client_connection_max{db_client_connection_pool_name="main"} ')
    expect(text).not.toContain('select')
  })

  test('metrics(db) watches from its first call on', async () => {
    await watch()
    expect(metrics(db)).not.toContain('command="SELECT"')
    await db.query('select 1')
    expect(metrics(db)).toContain('command="SELECT",status="ok"} 1')
  })

  test('the source of events is the database that it names', async () => {
    await watch()
    const { current } = await db.one<{ current: string }>('select current_database() as current')
    const names = monitor.prometheus()
    expect(names).toContain(name === 'PGlite' ? 'pool_name="embedded"' : `/${current}"`)
  })
})

test('options that make no sense are refused, naming them', async () => {
  const db = await connect('pglite:memory')
  expect(() => createMonitor(db, { statements: 0 })).toThrow('statements must be a whole number from 1')
  expect(() => createMonitor(db, { explain: 2 })).toThrow('explain must be a share from 0 to 1')
  expect(() => createMonitor(db, { slowAfter: Number.NaN })).toThrow('slowAfter must be')
  await db.close()
})
