import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createOnServer } from '../../test/support/databases.ts'
import { rowhouse, writeFiles } from './testing-support/command.ts'

let folder: string
let home: string

beforeEach(() => {
  home = process.cwd()
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowhouse-generate-')))
})

afterEach(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

const generate = (...args: string[]) => rowhouse('generate', ...args, '--project', folder)

const write = (files: Readonly<Record<string, string>>) => writeFiles(folder, files)

const schema = {
  'migrations/1_users/up.sql': 'create table users (id int primary key, email text not null unique, born date);',
}

const right = {
  'src/users.ts': `import type { Queryable } from 'rowhouse'

export function findUser(db: Queryable, email: string) {
  return db.maybeOne(\`
    select id, born
    from users
    where email = $1\`, [email])
}
`,
}

const wrong = {
  'src/orders.ts': `
export const list = (db: Queryable, by: 'email' | 'name') => db.many(\`select id from users order by \${by}\`)
export const find = (db: Queryable) => db.one(\`
  select id, emial
  from users\`)
export const any = (db: Queryable, where: string) => db.many(\`select id from users where \${where}\`)
`,
}

const generated = (name: string) => join(folder, 'src/generated', name)

test('a project whose queries are right gets types for queries and tables, and the second time nothing changes', async () => {
  write({ ...schema, ...right })
  const first = await generate()
  expect(first).toMatchObject({
    code: 0,
    out: '1 query in 1 file, 0 wrong\nwritten  src/users.ts\nwritten  tables.ts\n',
  })
  expect(readFileSync(generated('src/users.ts'), 'utf8')).toContain(`
      row: { id: number; born: string | null }
      params: readonly [email: string]`)
  expect(readFileSync(generated('tables.ts'), 'utf8')).toContain(`
      insert: { id: number; email: string; born?: string | null }`)
  expect(await generate()).toMatchObject({ code: 0, out: '1 query in 1 file, 0 wrong\nthe types are up to date\n' })
})

test('--check writes nothing, and exits with 1 while the types are not up to date', async () => {
  write({ ...schema, ...right })
  const before = await generate('--check')
  expect(before.code).toBe(1)
  expect(before.out).toContain('to be written  src/users.ts\n')
  expect(before.out).toContain('run `rowhouse generate` and commit what it writes')
  expect(existsSync(join(folder, 'src/generated'))).toBe(false)
  await generate()
  expect((await generate('--check')).code).toBe(0)
  write({ 'migrations/2_required/up.sql': 'alter table users alter column born set not null;' })
  expect((await generate('--check')).code).toBe(1)
})

test('what was generated for a source that is gone is removed, and files of others stay', async () => {
  write({ ...schema, ...right, 'src/generated/mine.ts': 'export const mine = 1' })
  await generate()
  rmSync(join(folder, 'src/users.ts'))
  const { out } = await generate()
  expect(out).toContain('removed  src/users.ts')
  expect(existsSync(generated('src/users.ts'))).toBe(false)
  expect(existsSync(generated('mine.ts'))).toBe(true)
})

test('all wrong queries are shown at once, each with its place, a caret and the hint of PostgreSQL', async () => {
  write({ ...schema, ...right, ...wrong })
  const { code, out } = await generate()
  expect(code).toBe(1)
  expect(out).toBe(`src/orders.ts:2:103  error  column "name" does not exist  [42703]
2 | …mail' | 'name') => db.many(\`select id from users order by \${by}\`)
                                                                 ^
where by is 'name'

src/orders.ts:4:14  error  column "emial" does not exist  [42703]
4 |   select id, emial
                 ^
hint: Perhaps you meant to reference the column "users.email".

src/orders.ts:6:62  not checked  \`where\` is known only at run time; use a constant, or a variable whose type is a union of string literals
4 queries in 2 files, 2 wrong, 1 not checked
written  src/orders.ts
written  src/users.ts
written  tables.ts
`)
})

test('a fault in a text that several queries share is shown once, and counted for each', async () => {
  write({
    ...schema,
    'src/users.ts': `
      const select = 'select nmae from users'
      db.many(select)
      db.many(\`\${select} where id = $1\`, [id])`,
  })
  const { out } = await generate()
  expect(out.match(/column "nmae" does not exist/g)).toHaveLength(1)
  expect(out).toContain('src/users.ts:2:30')
  expect(out).toContain('2 queries in 1 file, 2 wrong')
})

test('--json prints every query in one array, and what is not checked beside it', async () => {
  write({ ...schema, ...right, ...wrong })
  const { code, out, err } = await generate('--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toEqual([
    {
      file: 'src/orders.ts',
      line: 2,
      text: 'select id from users order by email',
      columns: [{ name: 'id', type: 'number', nullable: false }],
      params: [],
    },
    {
      file: 'src/orders.ts',
      line: 2,
      text: 'select id from users order by name',
      error: { code: '42703', message: 'column "name" does not exist', line: 2, column: 103 },
    },
    {
      file: 'src/orders.ts',
      line: 3,
      text: '\n  select id, emial\n  from users',
      error: {
        code: '42703',
        message: 'column "emial" does not exist',
        hint: 'Perhaps you meant to reference the column "users.email".',
        line: 4,
        column: 14,
      },
    },
    {
      file: 'src/users.ts',
      line: 4,
      text: '\n    select id, born\n    from users\n    where email = $1',
      columns: [
        { name: 'id', type: 'number', nullable: false },
        { name: 'born', type: 'string', nullable: true },
      ],
      params: [{ type: 'string', nullable: false }],
    },
  ])
  expect(err).toContain('src/orders.ts:6:62  not checked')
})

test('a query of which no more is known than the types says why, as text and as JSON', async () => {
  const list = Array.from({ length: 101 }, (_, index) => `$${index + 1}`).join(', ')
  write({ ...schema, 'src/users.ts': `\n  db.many('select id from users where id in (${list})', ids)` })
  const told =
    'src/users.ts:2:11  imprecise  everything is called nullable: functions cannot have more than 100 arguments'
  const { code, out } = await generate()
  expect([code, out.split('\n')[0]]).toEqual([0, told])
  // The second run reads what the first has kept.
  expect(JSON.parse((await generate('--json')).out)).toMatchObject([
    { line: 2, columns: [{ nullable: true }], imprecise: 'functions cannot have more than 100 arguments' },
  ])
  expect((await generate('--json')).err).toBe(`${told}\n`)
})

test('--url asks a server instead, and leaves it as it is', async () => {
  write({ ...right })
  const { url, drop } = await createOnServer()
  try {
    const { code, out } = await generate('--url', url)
    expect(code).toBe(1)
    expect(out).toContain('relation "users" does not exist')
  } finally {
    await drop()
  }
})

test('what keeps it from looking at all is told like any failure', async () => {
  write(right)
  const { code, err } = await generate()
  expect(code).toBe(1)
  expect(err).toContain('MIGRATION_INVALID')
  expect(JSON.parse((await generate('--json')).out)).toMatchObject({ error: { code: 'MIGRATION_INVALID' } })
})

test('help has an example', async () => {
  const { code, out } = await generate('--help')
  expect(code).toBe(0)
  expect(out).toContain('Example:\n  $ rowhouse generate')
})
