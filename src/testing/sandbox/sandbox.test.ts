import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { connect, type Database, isUniqueViolation, type Queryable, type Transaction } from '../../index.ts'
import { createTestDatabase, type Sandbox, startTestServer, withSandbox } from '../index.ts'

const schema = `
  create table tags (name text primary key);
  create table log (id int generated always as identity, entry text);
  create table parents (id int primary key);
  create table children (
    id int primary key,
    parent int not null,
    constraint children_parent foreign key (parent) references parents deferrable initially deferred,
    constraint children_id unique (id) deferrable initially immediate
  );`

describe.each(engines)('a sandbox on $name', ({ name, open }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.script(schema)
  })

  afterAll(() => db.close())

  const add = (on: Queryable, tag: string) => on.execute('insert into tags values ($1)', [tag])
  const tags = async (on: Queryable) =>
    (await on.many<{ name: string }>('select name from tags order by name')).map((row) => row.name)
  const addChild = (on: Queryable, id: number, parent: number) =>
    on.execute('insert into children values ($1, $2)', [id, parent])

  test('answers what the test answers, and leaves nothing behind', async () => {
    const seen = await withSandbox(db, async (sandbox) => {
      await add(sandbox, 'push')
      await sandbox.script('create table more (); create type mood as enum ($$good$$)'.replaceAll('$$', "'"))
      return tags(sandbox)
    })
    expect(seen).toEqual(['push'])
    expect(await tags(db)).toEqual([])
    expect(await db.one(`select to_regclass('more') as found`)).toEqual({ found: null })
  })

  test('throws what the test throws, as it is, and leaves nothing behind', async () => {
    const reason = new Error('expected 1 to be 2')
    const attempt = withSandbox(db, async (sandbox) => {
      await add(sandbox, 'push')
      throw reason
    })
    await expect(attempt).rejects.toBe(reason)
    expect(await tags(db)).toEqual([])
    expect(db.stats().used).toBe(0)
  })

  test('stays usable after an error that the program expects', async () => {
    await withSandbox(db, async (sandbox) => {
      await add(sandbox, 'push')
      expect(isUniqueViolation(await add(sandbox, 'push').catch((error) => error))).toBe(true)
      const inTransaction = sandbox.transaction(async (tx) => {
        await add(tx, 'pull')
        await add(tx, 'push')
      })
      await expect(inTransaction).rejects.toMatchObject({ code: '23505' })
      await expect(sandbox.describe('select nothing')).rejects.toMatchObject({ code: '42703' })
      await expect(sandbox.script('select 1; select nothing')).rejects.toMatchObject({ code: '42703' })
      await expect(sandbox.stream('select nothing').next()).rejects.toMatchObject({ code: '42703' })
      expect(await tags(sandbox)).toEqual(['push'])
    })
  })

  test('copies rows in, and out again with the rest', async () => {
    await using db = await open()
    await db.script('create table copied (n int primary key deferrable initially deferred)')
    await withSandbox(db, async (sandbox) => {
      expect(await sandbox.copyInto('copied', ['n'], [[1], [2]])).toBe(2)
      await expect(sandbox.copyInto('copied', ['n'], [[2]])).rejects.toMatchObject({ code: '23505' })
      await sandbox.transaction((tx) => tx.copyInto('copied', ['n'], [[3]]))
      expect(await sandbox.many('select n from copied order by n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
    })
    expect(await db.many('select n from copied')).toEqual([])
  })

  test('makes savepoints of transactions, to any depth', async () => {
    await withSandbox(db, async (sandbox) => {
      await sandbox.transaction(
        async (tx) => {
          await add(tx, 'a')
          await tx.transaction((inner) => add(inner, 'b'))
          const undone = tx.transaction(async (inner) => {
            await add(inner, 'c')
            throw new Error('no')
          })
          await expect(undone).rejects.toThrow('no')
        },
        { isolation: 'serializable' },
      )
      expect(await tags(sandbox)).toEqual(['a', 'b'])
    })
  })

  test('calls onCommit when the outermost transaction in it has ended well, and never otherwise', async () => {
    await withSandbox(db, async (sandbox) => {
      const heard: string[] = []
      await sandbox.transaction(async (tx) => {
        tx.onCommit(async () => void heard.push(`outer, sees ${await tags(sandbox)}`))
        await tx.transaction(async (inner) => inner.onCommit(() => void heard.push('inner')))
        const undone = tx.transaction(async (inner) => {
          inner.onCommit(() => void heard.push('undone'))
          throw new Error('no')
        })
        await undone.catch(() => undefined)
        await add(tx, 'a')
        expect(heard).toEqual([])
      })
      expect(heard).toEqual(['outer, sees a', 'inner'])
      const fails = sandbox.transaction(async (tx) =>
        tx.onCommit(() => {
          throw new Error('no mail')
        }),
      )
      await expect(fails).rejects.toMatchObject({ code: 'ON_COMMIT_FAILED' })
    })
  })

  test('runs a transaction again as a database would, without what the first attempt wrote', async () => {
    await withSandbox(db, async (sandbox) => {
      let attempts = 0
      const work = async (tx: Transaction) => {
        attempts += 1
        await add(tx, `attempt ${attempts}`)
        if (attempts < 3) await tx.script(`do $$ begin raise exception using errcode = '40001'; end $$`)
      }
      await sandbox.transaction(work)
      expect(await tags(sandbox)).toEqual(['attempt 3'])
      attempts = 0
      await expect(sandbox.transaction(work, { retries: 1 })).rejects.toMatchObject({ code: '40001' })
      expect(attempts).toBe(2)
    })
  })

  test('checks deferred constraints where a commit would, and defers them again', async () => {
    await withSandbox(db, async (sandbox) => {
      await expect(addChild(sandbox, 1, 1)).rejects.toMatchObject({ code: '23503', constraint: 'children_parent' })
      const late = sandbox.transaction((tx) => addChild(tx, 1, 1))
      await expect(late).rejects.toMatchObject({ code: '23503' })
      for (const id of [1, 2]) {
        await sandbox.transaction(async (tx) => {
          await addChild(tx, id, id)
          await tx.execute('insert into parents values ($1)', [id])
        })
      }
      await expect(addChild(sandbox, 2, 2)).rejects.toMatchObject({ code: '23505' })
    })
  })

  test('fails when a deferred constraint is broken at its end', async () => {
    const attempt = withSandbox(db, (sandbox) =>
      sandbox.queryUnsafe('with child as (insert into children values (1, 1) returning id) select id from child'),
    )
    await expect(attempt).rejects.toMatchObject({ code: '23503', constraint: 'children_parent' })
  })

  test('has a clock that stands still, and sequences that do not go back', async () => {
    const next = (on: Queryable) => on.one<{ id: number }>(`insert into log (entry) values ('x') returning id`)
    const first = await withSandbox(db, async (sandbox) => {
      const now = () => sandbox.one('select now(), clock_timestamp() > now() as moved')
      const before = await now()
      await pause(2)
      expect(await now()).toEqual({ ...before, moved: true })
      return next(sandbox)
    })
    expect((await withSandbox(db, next)).id).toBe(first.id + 1)
  })

  test('goes back to a savepoint by name, again and again', async () => {
    await withSandbox(db, async (sandbox) => {
      await add(sandbox, 'before')
      await sandbox.savepoint(`a 'quoted" name`)
      for (const tag of ['first', 'second']) {
        await add(sandbox, tag)
        await sandbox.savepoint('later')
        expect(await tags(sandbox)).toEqual(['before', tag])
        await sandbox.rollbackTo(`a 'quoted" name`)
      }
      await expect(sandbox.rollbackTo('later')).rejects.toMatchObject({
        code: 'SANDBOX_SAVEPOINT',
        message: `there is no savepoint "later"; those that are set: a 'quoted" name`,
      })
      expect(await tags(sandbox)).toEqual(['before'])
    })
  })

  test('may be in another, which sees nothing of it afterwards', async () => {
    await withSandbox(db, async (sandbox) => {
      await add(sandbox, 'outer')
      await withSandbox(sandbox, async (inner) => {
        await add(inner, 'inner')
        await inner.savepoint('here')
        expect(await tags(inner)).toEqual(['inner', 'outer'])
      })
      await expect(withSandbox(sandbox, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
      expect(await tags(sandbox)).toEqual(['outer'])
    })
  })

  test('does not see others that run at the same time', async () => {
    const one = async (sandbox: Sandbox) => {
      await add(sandbox, `mine ${Math.random()}`)
      await pause(5)
      return (await tags(sandbox)).length
    }
    const seen = await Promise.all(Array.from({ length: 20 }, () => withSandbox(db, one)))
    expect(seen).toEqual(Array.from({ length: 20 }, () => 1))
  })

  test('says so when something was not awaited, and rolls back', async () => {
    const forgets = withSandbox(db, async (sandbox) => void add(sandbox, 'late'))
    await expect(forgets).rejects.toMatchObject({
      code: 'TRANSACTION_OUTLIVED',
      message: expect.stringContaining('the test returned while a call of its database was still running'),
    })
    const inTransaction = withSandbox(db, (sandbox) => sandbox.transaction(async (tx) => void add(tx, 'late')))
    await expect(inTransaction).rejects.toMatchObject({ code: 'TRANSACTION_OUTLIVED' })
    const escaped = await withSandbox(db, async (sandbox) => sandbox)
    await expect(add(escaped, 'too late')).rejects.toMatchObject({ code: 'TRANSACTION_FINISHED' })
    expect(await tags(db)).toEqual([])
  })

  test('refuses what would end it, with what it holds', async () => {
    await withSandbox(db, async (sandbox) => {
      await add(sandbox, 'a')
      for (const text of [
        'commit',
        ' /* x */ ROLLBACK',
        'end',
        'begin',
        'start transaction',
        `prepare transaction 'x'`,
      ]) {
        await expect(sandbox.queryUnsafe(text)).rejects.toMatchObject({ code: 'TRANSACTION_CONTROL' })
        await expect(sandbox.script(`select 1; ${text}`)).rejects.toMatchObject({ code: 'TRANSACTION_CONTROL' })
        await expect(sandbox.transaction((tx) => tx.script(text))).rejects.toMatchObject({
          code: 'TRANSACTION_CONTROL',
        })
      }
      await expect(sandbox.script(`do $$ begin commit; end $$`)).rejects.toMatchObject({ code: '2D000' })
      expect(await tags(sandbox)).toEqual(['a'])
    })
    expect(await tags(db)).toEqual([])
  })

  test('is a database to a program: what makes sense works, the rest says what to do', async () => {
    await withSandbox(db, async (sandbox: Database) => {
      expect(sandbox.description).toBe(`a sandbox in ${db.description}`)
      expect(await sandbox.ping()).toMatchObject({
        embedded: name === 'PGlite',
        version: expect.stringMatching(/^1\d/),
      })
      await sandbox.acquire((connection) => add(connection, 'acquired'))
      expect(await tags(sandbox)).toEqual(['acquired'])
      expect(sandbox.stats()).toEqual({ max: 1, used: 0, idle: 0, opening: 0, pending: 0 })
      const rows: unknown[] = []
      for await (const row of sandbox.stream('select * from generate_series(1, 3) as n', [], { batchSize: 2 }))
        rows.push(row)
      expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
      await expect(sandbox.listen('channel', () => undefined)).rejects.toMatchObject({
        code: 'SANDBOX_UNSUPPORTED',
        message: expect.stringContaining('createTestDatabase'),
      })
      await expect(sandbox.transaction(() => add(sandbox, 'outside'))).rejects.toMatchObject({
        code: 'TRANSACTION_BLOCKED',
      })
      const writes = sandbox.transaction((tx) => add(tx, 'x'), { readOnly: true })
      await expect(writes).rejects.toMatchObject({ code: '25006' })
      await sandbox.transaction(async (tx) => expect(await tx.tryAdvisoryLock('a')).toBe(true))
      await Promise.all(['a', 'b', 'c'].map((tag) => sandbox.transaction((tx) => add(tx, tag))))
      await sandbox.close()
      await expect(tags(sandbox)).rejects.toMatchObject({ code: 'POOL_CLOSED' })
    })
    expect(await tags(db)).toEqual([])
  })
})

describe('a sandbox on a server', () => {
  test('rejects when its connection is lost, and the database is as usable as before', async () => {
    const server = await startTestServer()
    const db = await createTestDatabase({ server: server.url, empty: true })
    const admin = await connect(db.url!, { maxConnections: 1 })
    const end = (pid: unknown) => admin.query('select pg_terminate_backend($1)', [pid])
    const attempt = withSandbox(db, async (sandbox) => {
      const { pid } = await sandbox.one('select pg_backend_pid() as pid')
      await end(pid)
    })
    await expect(attempt).rejects.toSatisfy(
      (error: { code: string }) => error.code === 'CONNECTION_LOST' || error.code === '57P01',
    )
    expect(await withSandbox(db, (sandbox) => sandbox.one('select 1 as one'))).toEqual({ one: 1 })
    await admin.close()
    await db.close()
    await server.dispose()
  })
})
