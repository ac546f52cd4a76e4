import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database, isConnectionError, type Queryable } from '../src/index.ts'
import { startTestServer, type TestServer } from '../src/testing/index.ts'

// Many callers ask everything at once while statements fail, the schema changes and backends are killed. Every question carries a
// number that its answer must repeat: a row that reaches the wrong caller is the worst fault there is.
// ROWHOUSE_SOAK_SECONDS makes it longer.
const seconds = Number(process.env.ROWHOUSE_SOAK_SECONDS ?? 6)
const callers = 60

let server: TestServer
let db: Database
let admin: Database

beforeAll(async () => {
  server = await startTestServer()
  db = await connect(server.url, { maxConnections: 6, applicationName: 'soak' })
  admin = await connect(server.url, { maxConnections: 1 })
  await db.script(`
    create table numbers (n int primary key, word text not null, at timestamptz not null);
    insert into numbers select g, 'word ' || g, timestamptz 'epoch' + g * interval '1 day' from generate_series(1, 500) as g;
    create table kept (id text primary key)`)
})

afterAll(async () => {
  await Promise.all([db.close(), admin.close()])
  await server.dispose()
})

type Question = (db: Queryable, n: number) => Promise<boolean>

const dayOf = (n: number) => n * 86_400_000

const questions: readonly Question[] = [
  async (on, n) => (await on.one<{ n: number }>('select $1::int as n', [n])).n === n,
  async (on, n) => (await on.one<{ word: string }>('select word from numbers where n = $1', [n])).word === `word ${n}`,
  async (on, n) => {
    const row = await on.one<Record<string, unknown>>('select * from numbers where word = $1', [`word ${n}`])
    return row.n === n && (row.at as Date).getTime() === dayOf(n)
  },
  async (on, n) => {
    const rows = await on.many<{ n: number }>('select n from numbers where n between $1 and $1::int + 9 order by n', [
      n,
    ])
    return rows.every((row, index) => row.n === n + index)
  },
  async (on, n) => (await on.maybeOne('select n from numbers where n = $1', [-n])) === undefined,
  async (on, n) => (await on.one<{ n: number }>(`select ${n % 400} as n, $1::int as m`, [n])).n === n % 400,
  async (on, n) => {
    const error = await on.query('select 1 / ($1::int - $1::int), $2::text', [n, `${n}`]).catch((caught) => caught)
    return error.code === '22012' ? error.params[0] === n : isLoss(error)
  },
]

const isLoss = (error: unknown) => {
  if (isConnectionError(error)) return true
  throw error
}

// In a transaction a failing statement ends it, and the last question is one.
const inside = questions.slice(0, -1)

async function inTransaction(n: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const id = `${n}-${Math.random()}`
    const together = await Promise.all(inside.map((question, k) => question(tx, 1 + ((n + k) % 400))))
    await tx.execute('insert into kept values ($1)', [id])
    const kept = await tx.one<{ id: string }>('select id from kept where id = $1', [id])
    return together.every(Boolean) && kept.id === id
  })
}

const pick = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)]!

test('no answer ever reaches somebody else', { timeout: (seconds + 60) * 1000 }, async () => {
  const end = performance.now() + seconds * 1000
  const tally = { right: 0, wrong: 0, lost: 0, outdated: 0 }
  const ask = async () => {
    const n = 1 + Math.floor(Math.random() * 400)
    const right = Math.random() < 0.1 ? inTransaction(n) : pick(questions)(db, n)
    try {
      tally[(await right) ? 'right' : 'wrong'] += 1
    } catch (error) {
      // A transaction that runs while a column comes or goes is told so; nothing else may go wrong but a lost connection.
      const { code } = error as { code: string }
      if (code === '0A000' || code === '25P02') tally.outdated += 1
      else tally.lost += Number(isLoss(error) || code === 'COMMIT_UNKNOWN')
    }
  }
  const caller = async () => {
    while (performance.now() < end) await ask()
  }
  const trouble = async () => {
    for (let n = 0; performance.now() < end; n++) {
      await pause(150)
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'soak' order by random() limit 1`,
      )
      await admin.script(
        n % 2 === 0 ? 'alter table numbers add column extra int' : 'alter table numbers drop column extra',
      )
    }
  }
  await Promise.all([trouble(), ...Array.from({ length: callers }, caller)])
  expect(tally.wrong).toBe(0)
  expect(tally.right).toBeGreaterThan(100)
  expect(tally.lost).toBeGreaterThan(0)
  expect(db.stats()).toMatchObject({ used: 0, pending: 0 })
})
