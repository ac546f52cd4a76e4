// What is true of each case: what it yields on a PostgreSQL server, through the drivers for which the tools write their types.
import pg from 'pg'
import postgres from 'postgres'
import { connect } from 'rowhouse'

/**
 * @typedef {{ oid: number, kind: string, element?: PgType }} PgType domains are followed to what they are made of
 * @typedef {Record<string, unknown>[]} Rows
 * @typedef {object} Truth of a case, through one driver
 * @property {Rows} rows what it yields
 * @property {(Rows | undefined)[]} withNull what it yields when that parameter is null, or nothing where the server refuses that
 * @typedef {object} Witnessed
 * @property {PgType[]} columns
 * @property {PgType[]} params
 * @property {Set<string>} nulls the columns that held a null on some data
 * @property {Record<string, Truth>} through
 */

/**
 * Runs every case through every driver, alone and with each of its parameters null, and undoes it. Left out are cases that
 * the server refuses, being too old for them, and those of which it is open whether a column can be null.
 * @param {string} url
 * @param {import('./cases.js').Case[]} cases
 * @returns {Promise<{ witnessed: Map<string, Witnessed>, leftOut: { text: string, reason: string }[] }>} by the id of the case
 */
export async function witness(url, cases) {
  const opened = await openAll(url)
  const witnessed = new Map()
  const leftOut = []
  try {
    for (const each of cases) {
      const { reason, ...found } = await observe(opened, each).catch((error) => ({ reason: error.message }))
      if (reason === undefined) witnessed.set(each.id, found)
      else leftOut.push({ text: each.text, reason })
    }
    return { witnessed, leftOut }
  } finally {
    for (const { close } of Object.values(opened)) await close()
  }
}

async function openAll(url) {
  const opened = {}
  for (const [name, open] of Object.entries(drivers)) opened[name] = await open(url)
  return opened
}

async function observe(opened, each) {
  const through = {}
  const types = await opened.pg.describe(each)
  const nulls = await opened.pg.nulls(each)
  for (const [name, { run }] of Object.entries(opened)) through[name] = await observeThrough(run, each)
  const open = each.columns.find(({ name, nullable }) => nullable && !each.loose.includes(name) && !nulls.has(name))
  return { ...types, nulls, through, ...(open !== undefined && { reason: `no data make ${open.name} null` }) }
}

async function observeThrough(run, { text, args }) {
  const withNull = []
  for (const at of args.keys()) withNull.push(await run(text, args.with(at, null)).catch(() => undefined))
  return { rows: await run(text, args), withNull }
}

/** @type {Record<string, (url: string) => Promise<{ run: (text: string, args: unknown[]) => Promise<Rows>, close: () => Promise<void> }>>} */
const drivers = {
  async pg(url) {
    const client = new pg.Client(url)
    await client.connect()
    const types = await readTypes(client)
    const states = await readStates(client)
    const begin = async (work) => {
      await client.query('begin')
      await work(client).finally(() => client.query('rollback'))
    }
    return {
      describe: (each) => undone(begin, () => describe(client, each, types)),
      nulls: (each) => nullsOf(each, states, (work) => undone(begin, () => work(client))),
      run: (text, args) => undone(begin, async () => (await client.query(text, args.map(asLiteral))).rows),
      close: () => client.end(),
    }
  },

  async postgres(url) {
    const sql = postgres(url, { max: 1 })
    const begin = (work) => sql.begin(work)
    return {
      run: (text, args) => undone(begin, async (tx) => [...(await tx.unsafe(text, args.map(asLiteral)))]),
      close: () => sql.end(),
    }
  },

  async rowhouse(url) {
    const db = await connect(url)
    const begin = (work) => db.transaction(work)
    return {
      run: (text, args) => undone(begin, (tx) => tx.many(text, args)),
      close: () => db.close(),
    }
  },
}

/** What the work gives, in a transaction that is rolled back. */
async function undone(transaction, work) {
  const done = { answer: undefined }
  await transaction(async (tx) => {
    done.answer = await work(tx)
    throw done
  }).catch((error) => {
    if (error !== done) throw error
  })
  return done.answer
}

// Only Rowhouse takes a range as an object.
function asLiteral(value) {
  return value?.bounds === undefined ? value : `${value.bounds[0]}${value.lower},${value.upper}${value.bounds[1]}`
}

/** The columns that hold a null on the rows of the schema or in one of the states. A state in which the query fails tells nothing. */
async function nullsOf({ text, args }, states, attempt) {
  const held = new Set()
  for (const state of states) {
    const ask = async (client) => {
      await client.query(state)
      return (await client.query(text, args.map(asLiteral))).rows
    }
    for (const row of await attempt(ask).catch(() => [])) {
      for (const name of Object.keys(row)) if (row[name] === null) held.add(name)
    }
  }
  return held
}

/** Statements that make other data of the rows of the schema: as they are, none, and each column null that may be. */
async function readStates(client) {
  const { rows } = await client.query(`
    select format('update %I set %I = null', relname, attname) as statement
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attnotnull and attgenerated = ''
    order by 1`)
  return ['select', 'truncate author, book, review', ...rows.map(({ statement }) => statement)]
}

/** The types of the columns and the parameters, as the server tells them. */
async function describe(client, { id, text, args }, types) {
  await client.query(`prepare ${id} as ${text}`)
  const { rows } = await client.query(
    'select unnest(parameter_types::oid[]) as oid from pg_prepared_statements where name = $1',
    [id],
  )
  const { fields } = await client.query(text, args.map(asLiteral))
  return { columns: fields.map(({ dataTypeID }) => types(dataTypeID)), params: rows.map(({ oid }) => types(oid)) }
}

async function readTypes(client) {
  const { rows } = await client.query('select oid, typtype, typcategory, typelem, typbasetype from pg_type')
  const facts = new Map(rows.map((row) => [row.oid, row]))
  /** @returns {PgType} */
  return function type(oid) {
    const { typtype, typcategory, typelem, typbasetype } = facts.get(oid)
    if (typtype === 'd') return type(typbasetype)
    return { oid, kind: typtype, ...(typcategory === 'A' && { element: type(typelem) }) }
  }
}
