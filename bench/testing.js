// What a test costs before it begins: node bench/testing.js (after npm run build; BENCH_ROUNDS)
// CalisthenIQ's schema and reference data on one server in memory. Each way gives a test a clean database, in which the test
// inserts a user and counts users and exercises; the ways are interleaved in a new order in every round, medians.
import { fileURLToPath } from 'node:url'
import { migrateUp } from 'rowhouse/migrate'
import { seed } from 'rowhouse/seed'
import { createTestDatabase, startTestServer, withSandbox } from 'rowhouse/testing'

const rounds = Number(process.env.BENCH_ROUNDS ?? 60)
const project = fileURLToPath(new URL('../apps/calistheniq', import.meta.url))
const quiet = process.stdout.isTTY ? console.log : () => undefined

const server = await startTestServer()
const options = { server: server.url, project }
try {
  const shared = await createTestDatabase(options)
  await shared.query('select 1')
  const ways = {
    'a sandbox': () => sandbox(shared),
    'a database from the template': () => fromTemplate(),
    'truncate all, seed again': () => truncated(shared),
    'a new database, migrate, seed': () => migrated(),
  }
  const times = await measure(ways)
  console.log(`${rounds} rounds, Node ${process.version}, ${(await shared.ping()).version}; milliseconds\n`)
  console.log('| way | until the test begins | fastest tenth | with the test and what comes after | fastest tenth |')
  console.log('|---|---|---|---|---|')
  for (const [way, measured] of Object.entries(times)) console.log(row(way, measured))
  await shared.close()
  console.log(`\n50 databases at once, each with its test: ${await parallel(50)} ms, no error`)
} finally {
  await server.dispose()
}

async function measure(ways) {
  const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]))
  for (const way of Object.values(ways)) await way()
  for (let round = 0; round < rounds; round++) {
    for (const way of shuffled(Object.keys(ways))) {
      const start = performance.now()
      const begun = await ways[way]()
      times[way].push({ begun: begun - start, whole: performance.now() - start })
    }
    quiet(`round ${round + 1} of ${rounds}`)
  }
  return times
}

// The test itself; the answer is when it began.
async function test(db) {
  const begun = performance.now()
  await db.execute(`insert into users (email, name) values ('ada@example.com', 'Ada')`)
  const { users, exercises } = await db.one(
    'select (select count(*) from users) as users, (select count(*) from exercises) as exercises',
  )
  if (users !== 1 || exercises !== 128) throw new Error(`not clean: ${users} users, ${exercises} exercises`)
  return begun
}

function sandbox(shared) {
  return withSandbox(shared, test)
}

async function fromTemplate() {
  return testAndClose(await createTestDatabase(options))
}

async function truncated(shared) {
  const { tables } = await shared.one(
    `select string_agg(quote_ident(tablename), ', ') as tables from pg_tables where schemaname = 'public'`,
  )
  await shared.script(`truncate ${tables} restart identity cascade`)
  await seed(shared, { projectFolder: project, kinds: ['reference'] })
  const begun = await test(shared)
  await shared.script('truncate users cascade')
  return begun
}

async function migrated() {
  const db = await createTestDatabase({ server: server.url, empty: true })
  await migrateUp(db, { folder: `${project}/migrations` })
  await seed(db, { projectFolder: project, kinds: ['reference'] })
  return testAndClose(db)
}

async function testAndClose(db) {
  try {
    return await test(db)
  } finally {
    await db.close()
  }
}

async function parallel(count) {
  const start = performance.now()
  await Promise.all(Array.from({ length: count }, fromTemplate))
  return Math.round(performance.now() - start)
}

function shuffled(names) {
  return names.toSorted(() => Math.random() - 0.5)
}

function row(way, measured) {
  const begun = measured.map((time) => time.begun)
  const whole = measured.map((time) => time.whole)
  return `| ${[way, quantile(begun, 0.5), quantile(begun, 0.1), quantile(whole, 0.5), quantile(whole, 0.1)].join(' | ')} |`
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)].toFixed(2)
}
