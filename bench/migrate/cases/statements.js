import { isValid } from './locks.js'

/** @type {import('./index.js').Case[]} */
export const statements = [
  {
    id: 'concurrently',
    title: 'an index can be built concurrently',
    judge: async ({ write, up, holds }) => {
      write(
        { version: 1, name: 'table', up: 'create table items (n int)' },
        { version: 2, name: 'index', up: 'create index concurrently items_n on items (n)', alone: true },
      )
      const { code } = await up()
      return code === 0 && (await isValid(holds, 'items_n')) ? undefined : 'an index cannot be built concurrently'
    },
  },
  {
    id: 'concurrently-fails',
    title: 'an index build that failed is done again, and leaves no INVALID index',
    judge: async ({ write, up, db, holds }) => {
      const table = { version: 1, name: 'table', up: 'create table items as select 1 as n from generate_series(1, 2)' }
      write(table)
      await up()
      write(table, {
        version: 2,
        name: 'index',
        up: 'create unique index concurrently items_n on items (n)',
        alone: true,
      })
      if ((await up()).code === 0) return 'it fails in silence'
      await db.script('delete from items where ctid = (select min(ctid) from items)')
      const { code } = await up()
      if (await isValid(holds, 'items_n')) return code === 0 ? undefined : 'the next run fails'
      return (await holds(`to_regclass('items_n') is null`))
        ? 'an index cannot be built concurrently'
        : 'the index stays INVALID, and the next run fails'
    },
  },
  {
    id: 'enum',
    title: 'an enum value can be used in the next file',
    judge: async ({ write, up, holds }) => {
      write({ version: 1, name: 'type', up: `create type mood as enum ('sad'); create table people (mood mood)` })
      await up()
      write(
        { version: 1, name: 'type', up: `create type mood as enum ('sad'); create table people (mood mood)` },
        { version: 2, name: 'value', up: `alter type mood add value 'glad'` },
        { version: 3, name: 'use', up: `insert into people values ('glad')` },
      )
      const { code } = await up()
      return code === 0 && (await holds(`exists (select from people where mood::text = 'glad')`))
        ? undefined
        : 'the next file fails'
    },
  },
  {
    id: 'commit',
    title: 'a COMMIT in a file does not keep half of it',
    judge: async ({ write, up, exists }) => {
      write({ version: 1, name: 'commit', up: 'create table one ();\ncommit;\ncreate table two ();\nselect 1 / 0' })
      await up()
      return (await exists('one')) || (await exists('two')) ? 'half of it stays' : undefined
    },
  },
  {
    id: 'search-path',
    title: 'the `search_path` that pg_dump empties does not reach the next file, nor the history',
    judge: async ({ write, up, exists }) => {
      write(
        {
          version: 1,
          name: 'dump',
          up: `select pg_catalog.set_config('search_path', '', false);\ncreate table public.one ()`,
        },
        { version: 2, name: 'next', up: 'create table two ()' },
      )
      const { code } = await up()
      if (code !== 0) return 'the run fails'
      return (await exists('public.two')) && (await up()).code === 0 ? undefined : 'the history is lost'
    },
  },
  {
    id: 'role',
    title: 'a role that a file takes does not reach the history, nor the next file',
    judge: async ({ write, up, exists }) => {
      write(
        { version: 1, name: 'role', up: 'create table one ();\nset role pg_monitor' },
        { version: 2, name: 'next', up: 'create table two ()' },
      )
      return (await up()).code === 0 && (await exists('two')) ? undefined : 'the run fails'
    },
  },
]
