const first = { version: 1, name: 'first', up: 'create table first ()', down: 'drop table first' }
const second = { version: 2, name: 'second', up: 'create table second ()', down: 'drop table second' }
const third = { version: 3, name: 'third', up: 'create table third ()', down: 'drop table third' }

/** @type {import('./index.js').Case[]} */
export const history = [
  {
    id: 'edited',
    title: 'a file that was edited after it was applied is an error',
    judge: async ({ write, up }) => {
      write(first)
      await up()
      write({ ...first, up: 'create table first (n int)' })
      return (await up()).code === 0 ? 'nobody notices' : undefined
    },
  },
  {
    id: 'edited-comment',
    title: 'an added comment and other line ends are none',
    judge: async ({ write, up, exists }) => {
      write(first)
      await up()
      write({ ...first, up: `-- about\r\n${first.up};\r\n` }, second)
      return (await up()).code === 0 && (await exists('second')) ? undefined : 'it is refused'
    },
  },
  {
    id: 'out-of-order',
    title: 'an older version that comes later is applied, or is an error',
    judge: async ({ write, up, exists }) => {
      write(first, third)
      await up()
      write(first, second, third)
      const { code } = await up()
      return code !== 0 || (await exists('second')) ? undefined : 'it is skipped in silence'
    },
  },
  {
    id: 'missing',
    title: 'an applied migration whose file is gone is an error',
    judge: async ({ write, up }) => {
      write(first, second)
      await up()
      write(first, third)
      return (await up()).code === 0 ? 'nobody notices' : undefined
    },
  },
  {
    id: 'duplicate',
    title: 'two files of one version are both applied, or are an error',
    judge: async ({ write, up, exists }) => {
      write(first, { ...second, version: 1 })
      const { code } = await up()
      return code !== 0 || ((await exists('first')) && (await exists('second')))
        ? undefined
        : 'one is skipped in silence'
    },
  },
  {
    id: 'new-database',
    title: 'a database that is not there yet is made',
    judge: async ({ write, upElsewhere }) => {
      write(first)
      return (await upElsewhere()).code === 0 ? undefined : 'it has to be made before'
    },
  },
  {
    id: 'kept',
    title: 'what ran before the one that fails stays, and does not run again',
    judge: async ({ write, up, exists }) => {
      write(first, second, { ...third, up: 'create table third (); select 1 / 0' })
      if ((await up()).code === 0) return 'it fails in silence'
      if (!(await exists('second'))) return 'the others are rolled back too'
      write(first, second, third)
      return (await up()).code === 0 && (await exists('third')) ? undefined : 'the mended file does not run'
    },
  },
]
