import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../index.ts'

let folder: string
let target: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rowhouse-embedded-'))
  target = `pglite:${folder}/database`
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Another process that runs `program` (with `db` open on the folder) and is spoken to by lines. */
function otherProcess(program: string): { pid: number; line: () => Promise<string>; kill: () => Promise<void> } {
  const entry = new URL('../index.ts', import.meta.url).pathname
  const script = `
    const { createJiti } = await import('jiti')
    const { connect } = await createJiti(${JSON.stringify(import.meta.url)}).import(${JSON.stringify(entry)})
    const db = await connect(${JSON.stringify(target)})
    ${program}
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: process.cwd(),
  })
  const lines: string[] = []
  let wake = () => {}
  child.stdout.on('data', (data: Buffer) => {
    lines.push(...data.toString().trim().split('\n'))
    wake()
  })
  const line = async () => {
    while (lines.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    return lines.shift()!
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = () => {
    child.kill('SIGKILL')
    return exited
  }
  return { pid: child.pid!, line, kill }
}

test('what was written is there when the folder is opened again', async () => {
  const first = await connect(target)
  await first.execute('create table notes (text text)')
  await first.execute('insert into notes values ($1)', ['kept'])
  await first.close()
  const second = await connect(target)
  expect(await second.many('select * from notes')).toEqual([{ text: 'kept' }])
  await second.close()
})

test('a second opener of this process is told so, and may open it after the first has closed', async () => {
  const first = await connect(target)
  await expect(connect(target)).rejects.toMatchObject({ code: 'EMBEDDED_LOCKED', facts: { pid: process.pid } })
  await first.close()
  const second = await connect(target)
  await second.close()
  expect(readdirSync(folder)).toEqual(['database'])
})

test('a second process is told the pid of the first; the lock of a killed one is taken over, and nothing acknowledged is lost', async () => {
  const other = otherProcess(`
    await db.execute('create table numbers (n int)')
    console.log('ready')
    for (let n = 0; ; n++) { await db.execute('insert into numbers values ($1)', [n]); console.log(n) }`)
  expect(await other.line()).toBe('ready')
  const refusal = await connect(target).catch((error) => error)
  expect(refusal).toMatchObject({ code: 'EMBEDDED_LOCKED', facts: { pid: other.pid } })
  expect(refusal.message).toContain(`in use by process ${other.pid}`)
  let last = 0
  while (last < 50) last = Number(await other.line())
  await other.kill()
  const db = await connect(target)
  const { kept } = await db.one<{ kept: number }>('select count(*) as kept from numbers where n <= $1', [last])
  expect(kept).toBe(last + 1)
  await db.close()
})

test('a lock left behind by a pid that now belongs to another process is taken over', async () => {
  const stale = {
    pid: process.ppid,
    host: (await import('node:os')).hostname(),
    started: '1',
    since: '2020-01-01T00:00:00.000Z',
  }
  writeFileSync(join(folder, 'database.lock'), JSON.stringify(stale))
  const db = await connect(target)
  await db.close()
})

test.each(['', '{"pid":', 'nonsense'])('a lock file that says %j is taken over', async (content) => {
  writeFileSync(join(folder, 'database.lock'), content)
  const db = await connect(target)
  await db.close()
})

test('a lock of another machine is respected, and the message says how to remove it', async () => {
  writeFileSync(
    join(folder, 'database.lock'),
    JSON.stringify({ pid: 1, host: 'elsewhere', started: '1', since: 'then' }),
  )
  await expect(connect(target)).rejects.toThrow(/process 1 on elsewhere.*delete .*database\.lock/)
})

test('an embedded database that is asked for in production comes with a warning', async () => {
  const warnings: string[] = []
  const environment = { NODE_ENV: 'production' }
  const db = await connect(target, { environment, onWarning: ({ code }) => warnings.push(code) })
  expect(warnings).toEqual(['EMBEDDED_IN_PRODUCTION'])
  await db.close()
})

test('a folder that cannot be made is told as such', async () => {
  writeFileSync(join(folder, 'file'), '')
  await expect(connect(`pglite:${folder}/file/below`)).rejects.toMatchObject({ code: 'EMBEDDED_BROKEN' })
})

test('ten at once: one opens it, nine are told who has it', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => connect(target)))
  const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  expect(opened).toHaveLength(1)
  await opened[0]!.close()
})

test('a folder that holds something else is refused, and left as it is', async () => {
  mkdirSync(join(folder, 'database'))
  writeFileSync(join(folder, 'database', 'thesis.txt'), 'important')
  await expect(connect(target)).rejects.toMatchObject({ code: 'EMBEDDED_BROKEN' })
  expect(readdirSync(join(folder, 'database'))).toEqual(['thesis.txt'])
  expect(existsSync(join(folder, 'database.lock'))).toBe(false)
})

test('a start that was killed half way is begun anew', async () => {
  mkdirSync(join(folder, 'database.new', 'base'), { recursive: true })
  const db = await connect(target)
  expect(await db.one('select 1 as one')).toEqual({ one: 1 })
  await db.close()
})

test('many callers queue honestly on the one session, transactions included', async () => {
  const db = await connect(target)
  await db.execute('create table counter (n int not null)')
  await db.execute('insert into counter values (0)')
  const raise = () =>
    db.transaction(async (tx) => {
      const { n } = await tx.one<{ n: number }>('select n from counter')
      await tx.execute('update counter set n = $1', [n + 1])
    })
  await Promise.all(Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? raise() : db.query('select 1'))))
  expect(await db.one('select n from counter')).toEqual({ n: 50 })
  await db.close()
})

test('asking for another connection inside a transaction is reported instead of waiting for ever', async () => {
  const db = await connect(target)
  await expect(db.transaction(() => db.query('select 1'))).rejects.toMatchObject({ code: 'NESTED_CHECKOUT' })
  await db.transaction(async (tx) => {
    for await (const row of tx.stream('select 1 as one')) expect(row).toEqual({ one: 1 })
  })
  expect(await db.one('select 1 as one')).toEqual({ one: 1 })
  await db.close()
})

test('the usual extensions can be created, and are there again when the folder is opened again', async () => {
  const db = await connect(target)
  for (const name of ['pg_trgm', 'citext', 'pgcrypto', 'hstore', 'unaccent', 'uuid-ossp', 'btree_gist', 'ltree']) {
    await db.execute(`create extension "${name}"`)
  }
  await db.execute('create table people (name citext primary key)')
  await db.execute('insert into people values ($1)', ['Ada'])
  await db.close()
  const again = await connect(target)
  expect(await again.one(`select name from people where name = $1`, ['ADA'])).toEqual({ name: 'Ada' })
  expect(await again.one(`select similarity('pull-up', 'pull ups') > 0.5 as similar`)).toEqual({ similar: true })
  await again.close()
})
