// The peers that are installed in bench/speed: the same pieces of work as bench/candidates.js, as each one's manual shows them.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { connect } from 'rowhouse'
import { candidates, credit, debit, duplicate, note, page, point } from './candidates.js'

const folder = fileURLToPath(new URL('speed/', import.meta.url))
if (!existsSync(`${folder}node_modules`))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit'], { cwd: folder, stdio: 'inherit' })
const load = createRequire(`${folder}package.json`)

export const peers = {
  ...candidates,

  // What Rowhouse does without sending statements behind one another.
  'rowhouse, pipelining off': (url, connections) => rowhouse(url, { maxConnections: connections, pipelining: false }),

  async 'pg, named statements'(url, connections) {
    const pool = new (load('pg').Pool)({ connectionString: url, max: connections })
    const ask = (name, text, values, on = pool) => on.query({ name, text, values })
    return {
      point: async (id) => (await ask('point', point, [id])).rows[0],
      page: async (id) => (await ask('page', page, [id])).rows,
      async transfer(source, target) {
        const client = await pool.connect()
        await client.query('begin')
        await ask('debit', debit, [source], client)
        await ask('credit', credit, [target], client)
        await ask('note', note, [source, target], client)
        await client.query('commit')
        client.release()
      },
      fail: () => ask('fail', duplicate, [1]),
      sleep: (ms) => pool.query('select pg_sleep($1)', [ms / 1000]),
      close: () => pool.end(),
    }
  },

  async postgres(url, connections) {
    const sql = load('postgres')(url, { max: connections, onnotice: () => {} })
    return {
      point: async (id) => (await sql.unsafe(point, [id], { prepare: true }))[0],
      page: (id) => sql.unsafe(page, [id], { prepare: true }),
      transfer: (source, target) =>
        sql.begin(async (tx) => {
          await tx.unsafe(debit, [source], { prepare: true })
          await tx.unsafe(credit, [target], { prepare: true })
          await tx.unsafe(note, [source, target], { prepare: true })
        }),
      fail: () => sql.unsafe(duplicate, [1], { prepare: true }),
      sleep: (ms) => sql.unsafe('select pg_sleep($1)', [ms / 1000], { prepare: true }),
      close: () => sql.end(),
    }
  },

  drizzle: (url, connections) => drizzle(url, connections, false),
  'drizzle, prepared': (url, connections) => drizzle(url, connections, true),

  async kysely(url, connections) {
    const { Kysely, PostgresDialect, sql } = load('kysely')
    const pool = new (load('pg').Pool)({ connectionString: url, max: connections })
    const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
    const columns = ['id', 'name', 'email', 'age', 'active', 'created_at']
    return {
      point: (id) => db.selectFrom('bench_people').select(columns).where('id', '=', id).executeTakeFirst(),
      page: (id) => db.selectFrom('bench_people').selectAll().where('id', '>', id).orderBy('id').limit(1000).execute(),
      transfer: (source, target) =>
        db.transaction().execute(async (tx) => {
          await tx.updateTable('bench_accounts').set({ balance: sql`balance - 1` }).where('id', '=', source).execute()
          await tx.updateTable('bench_accounts').set({ balance: sql`balance + 1` }).where('id', '=', target).execute()
          await tx.insertInto('bench_transfers').values({ source, target }).execute()
        }),
      fail: () => db.insertInto('bench_accounts').values({ id: 1, balance: 0 }).execute(),
      sleep: (ms) => sql`select pg_sleep(${ms / 1000})`.execute(db),
      close: () => db.destroy(),
    }
  },

  async knex(url, connections) {
    const knex = load('knex')({ client: 'pg', connection: url, pool: { min: 0, max: connections } })
    return {
      point: (id) =>
        knex('bench_people').select('id', 'name', 'email', 'age', 'active', 'created_at').where('id', id).first(),
      page: (id) => knex('bench_people').where('id', '>', id).orderBy('id').limit(1000),
      transfer: (source, target) =>
        knex.transaction(async (tx) => {
          await tx('bench_accounts').where('id', source).decrement('balance', 1)
          await tx('bench_accounts').where('id', target).increment('balance', 1)
          await tx('bench_transfers').insert({ source, target })
        }),
      fail: () => knex('bench_accounts').insert({ id: 1, balance: 0 }),
      sleep: (ms) => knex.raw('select pg_sleep(?)', [ms / 1000]),
      close: () => knex.destroy(),
    }
  },
}

async function rowhouse(url, options) {
  const db = await connect(url, options)
  return {
    point: (id) => db.one(point, [id]),
    page: (id) => db.many(page, [id]),
    fail: () => db.execute(duplicate, [1]),
    sleep: (ms) => db.query('select pg_sleep($1)', [ms / 1000]),
    close: () => db.close(),
  }
}

async function drizzle(url, connections, prepared) {
  const { drizzle: open } = load('drizzle-orm/node-postgres')
  const { eq, gt, asc, sql } = load('drizzle-orm')
  const t = load('drizzle-orm/pg-core')
  const people = t.pgTable('bench_people', {
    id: t.integer('id').primaryKey(),
    name: t.text('name'),
    email: t.text('email'),
    age: t.integer('age'),
    active: t.boolean('active'),
    balance: t.numeric('balance'),
    token: t.uuid('token'),
    tags: t.text('tags').array(),
    profile: t.jsonb('profile'),
    createdAt: t.timestamp('created_at', { withTimezone: true }),
  })
  const accounts = t.pgTable('bench_accounts', { id: t.integer('id').primaryKey(), balance: t.integer('balance') })
  const transfers = t.pgTable('bench_transfers', { source: t.integer('source'), target: t.integer('target') })
  const pool = new (load('pg').Pool)({ connectionString: url, max: connections })
  const db = open(pool)
  const { id, name, email, age, active, createdAt } = people
  const pointOf = (value) =>
    db.select({ id, name, email, age, active, createdAt }).from(people).where(eq(people.id, value))
  const pageOf = (value) => db.select().from(people).where(gt(people.id, value)).orderBy(asc(people.id)).limit(1000)
  const [byId, after] = [pointOf(sql.placeholder('id')).prepare('point'), pageOf(sql.placeholder('id')).prepare('page')]
  const change = (tx, which, by) =>
    tx
      .update(accounts)
      .set({ balance: sql`${accounts.balance} + ${by}` })
      .where(eq(accounts.id, which))
  return {
    point: async (value) => (await (prepared ? byId.execute({ id: value }) : pointOf(value)))[0],
    page: (value) => (prepared ? after.execute({ id: value }) : pageOf(value)),
    transfer: (source, target) =>
      db.transaction(async (tx) => {
        await change(tx, source, -1)
        await change(tx, target, 1)
        await tx.insert(transfers).values({ source, target })
      }),
    fail: () => db.insert(accounts).values({ id: 1, balance: 0 }),
    sleep: (ms) => db.execute(sql`select pg_sleep(${ms / 1000})`),
    close: () => pool.end(),
  }
}
