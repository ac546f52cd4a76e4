import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { type Database, isUniqueViolation, type Transaction } from '../index.ts'

describe.each(engines)('a transaction on $name', ({ name, open }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.execute('create table log (entry text primary key)')
    await db.execute('create table checked (id int, constraint late unique (id) deferrable initially deferred)')
  })

  beforeEach(() => db.execute('truncate log, checked'))

  afterAll(() => db.close())

  const add = (tx: Transaction, entry: string) => tx.execute('insert into log values ($1)', [entry])
  const entries = async () =>
    (await db.many<{ entry: string }>('select entry from log order by entry')).map(({ entry }) => entry)

  test('is committed when its work resolves, and answers what the work answered', async () => {
    expect(await db.transaction(async (tx) => add(tx, 'a'))).toBe(1)
    expect(await entries()).toEqual(['a'])
  })

  test('is rolled back when its work throws, and the error passes as it is', async () => {
    const reason = new Error('no')
    const attempt = db.transaction(async (tx) => {
      await add(tx, 'a')
      throw reason
    })
    await expect(attempt).rejects.toBe(reason)
    expect(await entries()).toEqual([])
  })

  test('takes isolation, read only and deferrable', async () => {
    const settings = (tx: Transaction) =>
      tx.one(
        `select current_setting('transaction_isolation') as level, current_setting('transaction_read_only') as read_only`,
      )
    expect(await db.transaction(settings)).toEqual({ level: 'read committed', read_only: 'off' })
    expect(await db.transaction(settings, { isolation: 'repeatable read' })).toEqual({
      level: 'repeatable read',
      read_only: 'off',
    })
    expect(await db.transaction(settings, { isolation: 'serializable', readOnly: true, deferrable: true })).toEqual({
      level: 'serializable',
      read_only: 'on',
    })
    await expect(db.transaction((tx) => add(tx, 'a'), { readOnly: true })).rejects.toMatchObject({ code: '25006' })
    await expect(db.transaction(settings, { retries: Number.NaN })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    await expect(db.transaction(settings, { deferrable: true })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    await expect(db.transaction(settings, { isolation: 'chaos; drop table log' as never })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
  })

  describe('inside another', () => {
    test('is a savepoint: what it did stays or goes with it', async () => {
      await db.transaction(async (tx) => {
        await add(tx, 'outer')
        await tx.transaction((inner) => add(inner, 'kept'))
        await expect(
          tx.transaction(async (inner) => {
            await add(inner, 'lost')
            await inner.transaction((innermost) => add(innermost, 'lost too'))
            throw new Error('back')
          }),
        ).rejects.toThrow('back')
        await add(tx, 'after')
      })
      expect(await entries()).toEqual(['after', 'kept', 'outer'])
    })

    test('survives a statement that fails', async () => {
      await db.transaction(async (tx) => {
        await add(tx, 'a')
        const error = await tx.transaction((inner) => add(inner, 'a')).catch((caught) => caught)
        expect(isUniqueViolation(error, 'log_pkey')).toBe(true)
        await add(tx, 'b')
      })
      expect(await entries()).toEqual(['a', 'b'])
    })

    test('in which an error was caught cannot be kept, and the outer one goes on', async () => {
      await db.transaction(async (tx) => {
        await add(tx, 'a')
        const attempt = tx.transaction(async (inner) => {
          await add(inner, 'lost')
          await add(inner, 'a').catch(() => undefined)
        })
        await expect(attempt).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED', cause: { code: '23505' } })
        await add(tx, 'b')
      })
      expect(await entries()).toEqual(['a', 'b'])
    })

    test('is released on success', async () => {
      const attempt = db.transaction(async (tx) => {
        await tx.transaction((inner) => inner.execute('select 1'))
        await tx.execute('release savepoint rowhouse')
      })
      await expect(attempt).rejects.toMatchObject({ code: '3B001' })
    })

    test('siblings started together run one after another and do not mix', async () => {
      await db.transaction(async (tx) => {
        const results = await Promise.allSettled([
          tx.transaction(async (a) => {
            await add(a, 'a1')
            await add(a, 'a2')
          }),
          tx.transaction(async (b) => {
            await add(b, 'b1')
            throw new Error('b goes')
          }),
          add(tx, 'beside'),
        ])
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      })
      expect(await entries()).toEqual(['a1', 'a2', 'beside'])
    })

    test('can be read only while the outer one is not', async () => {
      await db.transaction(async (tx) => {
        await expect(tx.transaction((inner) => add(inner, 'a'), { readOnly: true })).rejects.toMatchObject({
          code: '25006',
        })
        await add(tx, 'b')
      })
      expect(await entries()).toEqual(['b'])
    })

    test('cannot ask for more isolation than the outermost has', async () => {
      const nested = (outer: 'read committed' | 'serializable') =>
        db.transaction((tx) => tx.transaction((inner) => inner.execute('select 1'), { isolation: 'serializable' }), {
          isolation: outer,
        })
      await expect(nested('read committed')).rejects.toMatchObject({ code: 'INVALID_OPTION' })
      expect(await nested('serializable')).toBe(1)
    })

    test('using the outer handle in the inner callback is an error, not a wait for ever', async () => {
      const attempt = db.transaction((tx) => tx.transaction(() => add(tx, 'wrong handle')))
      await expect(attempt).rejects.toMatchObject({ code: 'TRANSACTION_BLOCKED' })
      expect(await entries()).toEqual([])
    })
  })

  test('the first error wins over those that follow from it', async () => {
    const attempt = db.transaction(async (tx) => {
      await add(tx, 'a')
      await add(tx, 'a').catch(() => undefined)
      await add(tx, 'b')
    })
    await expect(attempt).rejects.toMatchObject({ code: '23505' })
  })

  test('a commit that the server answers with ROLLBACK is an error that knows its cause', async () => {
    const attempt = db.transaction(async (tx) => {
      await add(tx, 'a')
      await add(tx, 'a').catch(() => undefined)
      return 'looks fine'
    })
    await expect(attempt).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED', cause: { code: '23505' } })
    expect(await entries()).toEqual([])
  })

  test('a constraint that is checked at commit is an error of the transaction', async () => {
    const attempt = db.transaction(async (tx) => {
      await tx.execute('insert into checked values (1), (1)')
    })
    await expect(attempt).rejects.toMatchObject({ code: '23505', constraint: 'late' })
    expect(await db.many('select * from checked')).toEqual([])
  })

  test('a query after its end is an error', async () => {
    let leaked: Transaction | undefined
    await db.transaction(async (tx) => {
      leaked = tx
    })
    await expect(leaked!.query('select 1')).rejects.toMatchObject({ code: 'TRANSACTION_FINISHED' })
    await expect(leaked!.transaction(async () => 1)).rejects.toMatchObject({ code: 'TRANSACTION_FINISHED' })
    await expect(leaked!.stream('select 1').next()).rejects.toMatchObject({ code: 'TRANSACTION_FINISHED' })
    expect(() => leaked!.onCommit(() => undefined)).toThrow(expect.objectContaining({ code: 'TRANSACTION_FINISHED' }))
  })

  test('work that outlives it is caught, and nothing of it is kept', async () => {
    const attempt = db.transaction(async (tx) => {
      await add(tx, 'a')
      void add(tx, 'b').catch(() => undefined)
    })
    await expect(attempt).rejects.toMatchObject({ code: 'TRANSACTION_OUTLIVED', facts: { statements: 1 } })
    expect(await entries()).toEqual([])
  })

  test('one of several statements that fails does not leave the others running', async () => {
    const attempt = db.transaction((tx) => Promise.all([add(tx, 'a'), add(tx, 'a'), add(tx, 'b'), add(tx, 'c')]))
    await expect(attempt).rejects.toMatchObject({ code: '23505' })
    expect(await entries()).toEqual([])
  })

  test('onCommit runs after the commit, in order, and never for what was rolled back', async () => {
    const said: string[] = []
    await db.transaction(async (tx) => {
      tx.onCommit(async () => void said.push(`first sees ${(await entries()).length}`))
      await tx.transaction(async (inner) => inner.onCommit(() => void said.push('kept')))
      await tx
        .transaction(async (inner) => {
          inner.onCommit(() => void said.push('never'))
          throw new Error('back')
        })
        .catch(() => undefined)
      await add(tx, 'a')
    })
    await db
      .transaction(async (tx) => {
        tx.onCommit(() => void said.push('never'))
        throw new Error('back')
      })
      .catch(() => undefined)
    expect(said).toEqual(['first sees 1', 'kept'])
  })

  test('an onCommit that throws says that the transaction is committed, and the others still run', async () => {
    let ran = false
    const attempt = db.transaction(async (tx) => {
      await add(tx, 'a')
      tx.onCommit(() => {
        throw new Error('mail server down')
      })
      tx.onCommit(() => {
        ran = true
      })
    })
    await expect(attempt).rejects.toMatchObject({ code: 'ON_COMMIT_FAILED' })
    expect(ran).toBe(true)
    expect(await entries()).toEqual(['a'])
  })

  test('is run again on a serialization failure, and effects of the failed attempt are gone', async () => {
    let attempts = 0
    await db.transaction(async (tx) => {
      attempts += 1
      await add(tx, `attempt ${attempts}`)
      if (attempts < 3) await tx.execute(`do $$ begin raise exception 'again' using errcode = '40001'; end $$`)
    })
    expect(attempts).toBe(3)
    expect(await entries()).toEqual(['attempt 3'])
  })

  test('is run again also when the failure was wrapped in an error of the application', async () => {
    let attempts = 0
    await db.transaction(async (tx) => {
      attempts += 1
      const failing =
        attempts === 1
          ? tx.execute(`do $$ begin raise exception 'dead' using errcode = '40P01'; end $$`)
          : Promise.resolve(0)
      await failing.catch((cause) => {
        throw new Error('could not pay', { cause })
      })
    })
    expect(attempts).toBe(2)
  })

  test('is given up after `retries`, with the last error', async () => {
    let attempts = 0
    const attempt = db.transaction(
      async (tx) => {
        attempts += 1
        await tx.execute(`do $$ begin raise exception 'again' using errcode = '40001'; end $$`)
      },
      { retries: 2 },
    )
    await expect(attempt).rejects.toMatchObject({ code: '40001' })
    expect(attempts).toBe(3)
  })

  test('is not run again on other errors', async () => {
    let attempts = 0
    const attempt = db.transaction(async (tx) => {
      attempts += 1
      await tx.execute('select 1 / 0')
    })
    await expect(attempt).rejects.toMatchObject({ code: '22012' })
    expect(attempts).toBe(1)
  })

  test('an advisory lock ends with it', async () => {
    const held = () =>
      db.many(
        `select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      )
    await db.transaction(async (tx) => {
      await tx.advisoryLock('report')
      await tx.advisoryLock(42n)
      expect(await tx.tryAdvisoryLock('other')).toBe(true)
      if (name === 'PostgreSQL') {
        expect(await db.transaction((rival) => rival.tryAdvisoryLock('report'))).toBe(false)
        expect(await held()).toHaveLength(3)
      }
    })
    expect(await held()).toEqual([])
  })

  test('acquire() gives the session back as it was', async () => {
    const before = await db.one('show search_path')
    await db.acquire(async (connection) => {
      await connection.execute(`set search_path = pg_catalog`)
      await connection.execute('create temp table mine (id int)')
      await connection.query('begin')
    })
    expect(await db.one('show search_path')).toEqual(before)
    await expect(db.query('select * from mine')).rejects.toMatchObject({ code: '42P01' })
  })

  test('acquire() runs transactions on its connection', async () => {
    await db.acquire(async (connection) => {
      const pid = await connection.one('select pg_backend_pid() as pid')
      expect(await connection.transaction((tx) => tx.one('select pg_backend_pid() as pid'))).toEqual(pid)
    })
  })
})
