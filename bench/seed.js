// How fast rows go in: node bench/seed.js (after npm run build; BENCH_ROWS, BENCH_ROUNDS, BENCH_USERS, BENCH_ALL=1)
// First the same sessions by COPY, by upserts of arrays and one by one, into CalisthenIQ's table with its indexes, checks and
// foreign keys, interleaved, medians. Then the volume seeds of CalisthenIQ: the sessions of 10,000 users, about a million; with
// BENCH_ALL=1 their exercises, sets and summaries too.
import { fileURLToPath } from 'node:url'
import { defineSeed, seed, tableDice } from 'rowhouse/seed'
import { createTestDatabase, startTestServer } from 'rowhouse/testing'

const rows = Number(process.env.BENCH_ROWS ?? 20_000)
const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const users = Number(process.env.BENCH_USERS ?? 10_000)
const project = fileURLToPath(new URL('../apps/calistheniq', import.meta.url))
const dice = tableDice('bench', 'workout_sessions')

const server = await startTestServer()
try {
  const db = await createTestDatabase({ server: server.url, project, seeds: ['reference'] })
  console.log(`Node ${process.version}, ${(await db.ping()).version}\n`)
  await compareWays(db)
  await db.script('truncate users cascade')
  await loadVolume(db)
  await db.close()
} finally {
  await server.dispose()
}

async function compareWays(db) {
  const userId = tableDice('bench', 'users').at(0, 'id').uuid()
  await db.execute(`insert into users (id, email, name) values ($1, 'bench@example.com', 'Bench')`, [userId])
  const level = await db.one('select id from workout_levels where level_order = 0')
  const row = (number) => sessionRow(number, { userId, levelId: level.id })
  const ways = {
    COPY: () => seedOne(db, volume(row), { scale: rows }),
    'arrays of 500, upserted': () => seedOne(db, upserts(row)),
    'one by one': () => single(db, row, Math.ceil(rows / 10)),
  }
  const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]))
  for (let round = 0; round < rounds; round++) {
    for (const way of shuffled(Object.keys(ways))) {
      await db.script('truncate workout_sessions cascade')
      times[way].push(await measure(ways[way]))
    }
  }
  console.log('| way | rows per second |\n|---|---|')
  for (const [way, measured] of Object.entries(times)) console.log(`| ${way} | ${Math.round(median(measured))} |`)
}

// Rows per second.
async function measure(work) {
  const start = performance.now()
  const written = await work()
  return (1000 * written) / (performance.now() - start)
}

async function seedOne(db, definition, options = {}) {
  const report = await seed(db, { seeds: [{ name: 'bench', seed: definition }], ...options })
  return report.seeds[0].inserted
}

function volume(row) {
  return defineSeed({
    kind: 'volume',
    table: 'workout_sessions',
    count: (scale) => scale,
    row: ({ number }) => row(number),
  })
}

function upserts(row) {
  return defineSeed({
    kind: 'sample',
    table: 'workout_sessions',
    key: ['id'],
    *rows() {
      for (let number = 0; number < rows; number++) yield row(number)
    },
  })
}

async function single(db, row, count) {
  await db.transaction(async (tx) => {
    for (let number = 0; number < count; number++) {
      const values = Object.values(row(number))
      await tx.execute(
        `insert into workout_sessions (id, user_id, session_type, session_date, duration_minutes, level_id)
         values ($1, $2, $3, $4, $5, $6)`,
        values,
      )
    }
  })
  return count
}

function sessionRow(number, { userId, levelId }) {
  return {
    id: dice.at(number, 'id').uuid(),
    user_id: userId,
    session_type: 'push',
    session_date: new Date(Date.UTC(2025, 0, 1 + (number % 700))).toISOString().slice(0, 10),
    duration_minutes: dice.at(number, 'minutes').integer(15, 120),
    level_id: levelId,
  }
}

async function loadVolume(db) {
  const only = ['volume_users', 'volume_sessions']
  const before = process.cpuUsage()
  const report = await seed(db, {
    projectFolder: project,
    folder: `${project}/seeds`,
    scale: users,
    kinds: ['volume'],
    ...(process.env.BENCH_ALL === undefined && { only }),
  })
  const { user, system } = process.cpuUsage(before)
  console.log(`\nCPU time of the client: ${((user + system) / 1e6).toFixed(1)} s`)
  console.log('\n| seed | rows | seconds | rows per second |\n|---|---|---|---|')
  for (const { name, kind, inserted, ms } of report.seeds.filter((result) => result.kind === 'volume')) {
    console.log(
      `| ${name} (${kind}) | ${inserted} | ${(ms / 1000).toFixed(1)} | ${Math.round((1000 * inserted) / ms)} |`,
    )
  }
}

function shuffled(items) {
  return items
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
