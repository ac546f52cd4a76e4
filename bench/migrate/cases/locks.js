import { pause } from '../world.js'

/** @type {import('./index.js').Case[]} */
export const locks = [
  {
    id: 'two-at-once',
    title: 'two runners at once: both end well, and each migration runs once',
    judge: async ({ write, up, holds }) => {
      write(
        { version: 1, name: 'log', up: 'create table log (n int)' },
        { version: 2, name: 'slow', up: 'insert into log values (1); select pg_sleep(1)' },
      )
      const ended = await Promise.all([up(), up()])
      if (ended.some(({ code }) => code !== 0)) return 'one of the runners fails'
      return (await holds('(select count(*) = 1 from log)')) ? undefined : 'a migration runs twice'
    },
  },
  {
    id: 'two-at-once-concurrently',
    title: 'two runners at once while one builds an index concurrently',
    judge: async ({ write, begin, up, untilRuns, db, holds }) => {
      write({ version: 1, name: 'table', up: 'create table items as select n from generate_series(1, 1000) as n' })
      await up()
      write(
        { version: 1, name: 'table', up: 'create table items as select n from generate_series(1, 1000) as n' },
        { version: 2, name: 'index', up: 'create index concurrently items_n on items (n)', alone: true },
      )
      const runners = await db.transaction(async (tx) => {
        await tx.script('lock table items in row exclusive mode')
        const first = begin()
        await untilRuns('create index concurrently', first)
        const second = begin()
        await pause(1500)
        return [first, second]
      })
      const ended = await Promise.all(runners.map((each) => each.ended))
      if (!(await isValid(holds, 'items_n'))) return 'the index is not built'
      return ended.every(({ code }) => code === 0) ? undefined : 'one of the runners fails'
    },
  },
  {
    id: 'lock-under-load',
    title: 'an `alter table` behind a long reader does not hold up all later readers',
    judge: async ({ write, begin, up, untilRuns, db }) => {
      const table = { version: 1, name: 'table', up: 'create table busy (n int)' }
      write(table)
      await up()
      write(table, { version: 2, name: 'column', up: 'alter table busy add column more int' })
      const { longest, runner } = await db.transaction(async (tx) => {
        await tx.many('select n from busy')
        const runner = begin()
        await untilRuns('alter table busy', runner)
        return { longest: await longestRead(db, 8000), runner }
      })
      const { code } = await runner.ended
      if (code !== 0) return 'it fails behind the reader'
      return longest < 5000 ? undefined : 'readers wait as long as the migration waits'
    },
  },
]

async function longestRead(db, ms) {
  const start = performance.now()
  let longest = 0
  while (performance.now() - start < ms) {
    const before = performance.now()
    const read = db.many('select n from busy').then(() => performance.now() - before)
    longest = Math.max(longest, await Promise.race([read, pause(start + ms - before).then(() => ms)]))
    await pause(50)
  }
  return longest
}

/** Whether an index is there and valid. */
export function isValid(holds, index) {
  return holds(`coalesce((select indisvalid from pg_index where indexrelid = to_regclass('${index}')), false)`)
}
