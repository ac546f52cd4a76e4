// The candidates: each opens one pool of `connections` and offers the same three pieces of work.
import pg from 'pg'
import { connect } from 'rowhouse'

export const point = 'select id, name, email, age, active, created_at from bench_people where id = $1'
export const page = 'select * from bench_people where id > $1 order by id limit 1000'
export const debit = 'update bench_accounts set balance = balance - 1 where id = $1'
export const credit = 'update bench_accounts set balance = balance + 1 where id = $1'
export const note = 'insert into bench_transfers (source, target) values ($1, $2)'

export const duplicate = 'insert into bench_accounts values ($1, 0)'

export const candidates = {
  async pg(url, connections) {
    const pool = new pg.Pool({ connectionString: url, max: connections })
    return {
      point: async (id) => (await pool.query(point, [id])).rows[0],
      page: async (id) => (await pool.query(page, [id])).rows,
      async transfer(source, target) {
        const client = await pool.connect()
        try {
          await client.query('begin')
          await client.query(debit, [source])
          await client.query(credit, [target])
          await client.query(note, [source, target])
          await client.query('commit')
        } catch (error) {
          await client.query('rollback')
          throw error
        } finally {
          client.release()
        }
      },
      fail: () => pool.query(duplicate, [1]),
      sleep: (ms) => pool.query('select pg_sleep($1)', [ms / 1000]),
      close: () => pool.end(),
    }
  },

  async rowhouse(url, connections) {
    const db = await connect(url, { maxConnections: connections })
    return {
      point: (id) => db.one(point, [id]),
      page: (id) => db.many(page, [id]),
      transfer: (source, target) =>
        db.transaction(async (tx) => {
          await tx.execute(debit, [source])
          await tx.execute(credit, [target])
          await tx.execute(note, [source, target])
        }),
      together: (source, target) =>
        db.transaction((tx) =>
          Promise.all([tx.execute(debit, [source]), tx.execute(credit, [target]), tx.execute(note, [source, target])]),
        ),
      fail: () => db.execute(duplicate, [1]),
      sleep: (ms) => db.query('select pg_sleep($1)', [ms / 1000]),
      close: () => db.close(),
    }
  },
}
