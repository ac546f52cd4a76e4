import { createServer, connect as reach, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { engines } from '../../test/support/databases.ts'
import { connect, type Database, type Queryable } from '../index.ts'

describe.each(engines)('statements asked for together in a transaction on $name', ({ open }) => {
  let db: Database

  beforeAll(async () => {
    db = await open({ maxConnections: 1 })
    await db.execute('create table log (place int generated always as identity, entry text primary key)')
    // From the second run on nothing has to be asked about a text, so that it may travel with others.
    for (const entry of ['x', 'y', 'z']) await db.transaction((tx) => add(tx, entry))
  })

  beforeEach(() => db.execute('delete from log'))

  afterAll(() => db.close())

  const add = (tx: Queryable, entry: string) => tx.execute('insert into log (entry) values ($1)', [entry])
  const entries = async () =>
    (await db.many<{ entry: string }>('select entry from log order by place')).map(({ entry }) => entry)

  test('run in the order in which they were asked for', async () => {
    const letters = [...'abcdefghij']
    await db.transaction((tx) => Promise.all(letters.map((entry) => add(tx, entry))))
    expect(await entries()).toEqual(letters)
  })

  test('also when some of them have to be prepared first', async () => {
    await db.transaction((tx) =>
      Promise.all([
        add(tx, 'a'),
        tx.execute(`insert into log (entry) select $1 || 'b'`, ['']),
        add(tx, 'c'),
        tx.transaction((inner) => add(inner, 'd')),
        add(tx, 'e'),
      ]),
    )
    expect(await entries()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('fail each for itself: the one that caused it with its error, the later ones with 25P02', async () => {
    const codes: string[] = []
    const attempt = db.transaction(async (tx) => {
      await add(tx, 'a')
      const outcomes = await Promise.allSettled([add(tx, 'b'), add(tx, 'a'), add(tx, 'c'), add(tx, 'd')])
      codes.push(...outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'done' : outcome.reason.code)))
    })
    await expect(attempt).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED', cause: { code: '23505' } })
    expect(codes).toEqual(['done', '23505', '25P02', '25P02'])
    expect(await entries()).toEqual([])
  })

  test('and behind one that ends the transaction by itself nothing is kept', async () => {
    for (let round = 0; round < 3; round++) {
      const attempt = db.transaction(async (tx) => {
        await add(tx, 'a')
        await Promise.allSettled([tx.query('rollback'), add(tx, 'b'), add(tx, 'c')])
        await add(tx, 'd').catch(() => undefined)
      })
      await expect(attempt).rejects.toMatchObject({
        code: 'TRANSACTION_ABORTED',
        cause: { code: 'TRANSACTION_CONTROL' },
      })
      expect(await entries()).toEqual([])
    }
  })

  test('a transaction whose begin fails runs nothing', async () => {
    await db.acquire(async (connection) => {
      await connection.query('begin')
      await connection.query('select 1 from log')
      const attempt = connection.transaction((tx) => Promise.allSettled([add(tx, 'a'), add(tx, 'b')]), {
        isolation: 'serializable',
      })
      await expect(attempt).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED', cause: { code: '25001' } })
      await connection.query('commit')
    })
    expect(await entries()).toEqual([])
  })

  test('one that asks for nothing is begun and committed all the same', async () => {
    expect(await db.transaction(async () => 5)).toBe(5)
    expect(await db.transaction((tx) => tx.transaction(async () => 6), { isolation: 'serializable' })).toBe(6)
    expect(await db.transaction((tx) => tx.script('insert into log (entry) values ($$s$$)'))).toBeUndefined()
    await db.transaction(async (tx) => void (await tx.describe('select 1')))
    expect(await entries()).toEqual(['s'])
  })
})

describe('what goes over the wire', () => {
  let proxy: Server
  let db: Database
  let writes = 0

  beforeAll(async () => {
    const target = new URL(inject('serverUrl'))
    const { port, hostname } = target
    proxy = createServer((client) => join(client, reach(Number(port), hostname)))
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    target.port = String((proxy.address() as { port: number }).port)
    target.hostname = '127.0.0.1'
    db = await connect(target.href, { maxConnections: 1 })
  })

  afterAll(async () => {
    await db.close()
    proxy.close()
  })

  // What was written at once may arrive in one piece with more, but never in several: it is far smaller than a packet.
  function join(client: Socket, server: Socket): void {
    client.on('data', (bytes) => {
      writes += 1
      server.write(bytes)
    })
    server.pipe(client)
    client.once('close', () => server.destroy())
    client.on('error', () => server.destroy())
    server.on('error', () => client.destroy())
  }

  async function writesOf(work: () => Promise<unknown>): Promise<number> {
    for (let round = 0; round < 3; round++) await work()
    writes = 0
    await work()
    return writes
  }

  const ask = (handle: Queryable, n: number) => handle.one('select $1::int as n', [n])

  test('is one write for a statement', async () => {
    expect(await writesOf(() => ask(db, 1))).toBeLessThanOrEqual(1)
  })

  test('is one write for each statement of a transaction and one for its end', async () => {
    const three = () =>
      db.transaction(async (tx) => {
        for (let n = 0; n < 3; n++) await ask(tx, n)
      })
    expect(await writesOf(three)).toBeLessThanOrEqual(4)
  })

  test('is one write for all statements of a transaction that are asked for together, behind the first', async () => {
    const many = () =>
      db.transaction(async (tx) => {
        await ask(tx, 0)
        await Promise.all(Array.from({ length: 20 }, (_, n) => ask(tx, n)))
      })
    expect(await writesOf(many)).toBeLessThanOrEqual(3)
  })

  test('is one write for a transaction without statements', async () => {
    expect(await writesOf(() => db.transaction(async () => 1))).toBeLessThanOrEqual(1)
  })
})
