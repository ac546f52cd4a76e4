import { pause } from '../world.js'
import { isValid } from './locks.js'

/** @type {import('./index.js').Case[]} */
export const death = [
  {
    id: 'killed',
    title: '`kill -9` in the midst of a migration: the next run does it',
    judge: async ({ write, begin, up, untilRuns, exists, holds }) => {
      write({ version: 1, name: 'halves', up: 'create table one ();\nselect pg_sleep(4);\ncreate table two ()' })
      const runner = begin()
      await untilRuns('pg_sleep', runner)
      runner.kill('SIGKILL')
      await runner.ended
      const { code } = await up()
      if (code !== 0) return 'the next run fails'
      return (await exists('two')) && (await holds('not exists (select from pg_locks where not granted)'))
        ? undefined
        : 'it is not applied'
    },
  },
  {
    id: 'killed-concurrently',
    title: '`kill -9` while an index is built concurrently: the next run builds it',
    judge: async ({ write, begin, up, untilRuns, db, holds }) => {
      const table = { version: 1, name: 'table', up: 'create table items (n int)' }
      const index = { version: 2, name: 'index', up: 'create index concurrently items_n on items (n)', alone: true }
      write(table)
      await up()
      write(table, index)
      const began = await db.transaction(async (tx) => {
        await tx.script('lock table items in row exclusive mode')
        const runner = begin()
        const began = await untilRuns('create index', runner)
        runner.kill('SIGKILL')
        await runner.ended
        await pause(1500)
        return began
      })
      if (!began) return 'an index cannot be built concurrently'
      const { code } = await up()
      if (!(await isValid(holds, 'items_n'))) return 'the index stays INVALID'
      return code === 0 ? undefined : 'the next run fails'
    },
  },
  {
    id: 'interrupted',
    title: 'Ctrl-C: the statement ends on the server too, and nothing stays',
    judge: async ({ write, begin, untilRuns, holds, exists }) => {
      write({ version: 1, name: 'long', up: 'create table one ();\nselect pg_sleep(15);\ncreate table two ()' })
      const runner = begin()
      await untilRuns('pg_sleep', runner)
      runner.kill('SIGINT')
      await runner.ended
      await pause(1500)
      const runs = `exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and state = 'active' and query like '%pg_sleep%')`
      if (await holds(runs)) return 'the server goes on with the statement'
      return (await exists('one')) ? 'half of it stays' : undefined
    },
  },
  {
    id: 'half-applied',
    title: 'a migration that fails in its last statement leaves nothing, and runs when it is mended',
    judge: async ({ write, up, exists }) => {
      const migration = { version: 1, name: 'three' }
      write({ ...migration, up: 'create table one ();\ncreate table two ();\nselect 1 / 0' })
      if ((await up()).code === 0) return 'it fails in silence'
      if (await exists('one')) return 'half of it stays'
      write({ ...migration, up: 'create table one ();\ncreate table two ()' })
      return (await up()).code === 0 && (await exists('two')) ? undefined : 'the mended file does not run'
    },
  },
  {
    id: 'deferred',
    title: 'a deferred constraint that fails at COMMIT fails the migration',
    judge: async ({ write, up, exists }) => {
      write({
        version: 1,
        name: 'deferred',
        up: `create table tree (id int primary key, above int references tree deferrable initially deferred);
             insert into tree values (1, 2)`,
      })
      const first = await up()
      const second = await up()
      if (first.code === 0) return 'it fails in silence'
      if (second.code === 0) return 'it counts as applied, though nothing of it is there'
      return (await exists('tree')) ? 'half of it stays' : undefined
    },
  },
  {
    id: 'failing-down',
    title: 'a `down` that fails leaves all as it was, and runs when it is mended',
    needs: ['down'],
    judge: async ({ write, up, down, exists }) => {
      const migration = { version: 1, name: 'pair', up: 'create table one ();\ncreate table two ()' }
      write({ ...migration, down: 'drop table one;\ndrop table nonsense' })
      await up()
      if ((await down()).code === 0) return 'it fails in silence'
      if (!(await exists('one'))) return 'half of it is gone'
      write({ ...migration, down: 'drop table one;\ndrop table two' })
      const { code } = await down()
      return code === 0 && !(await exists('two')) ? undefined : 'the mended file does not run'
    },
  },
]
