import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createOnServer, engines } from '../../../test/support/databases.ts'
import { connect, type Database } from '../../index.ts'
import { takeSnapshot } from '../index.ts'

describe.each(engines)('on $name', ({ open }) => {
  let db: Database

  beforeEach(async () => {
    db = await open()
  })
  afterEach(() => db.close())

  test('a snapshot tells of traffic, tables and indexes, hostile names among them', async () => {
    await db.script(`
      create table "Robert""; drop table x;--" (id int primary key, body text);
      insert into "Robert""; drop table x;--" select g, repeat('x', 100) from generate_series(1, 1000) as g;
      analyze`)
    const { traffic, tables, indexes, activity, blocked, replicas } = await takeSnapshot(db)
    expect(traffic?.maxConnections).toBeGreaterThan(0)
    expect(tables).toMatchObject([{ table: '"Robert""; drop table x;--"' }])
    expect(tables?.[0]?.size).toBeGreaterThan(100_000)
    // Freshly written: next to nothing could be saved.
    expect(tables?.[0]?.bloat).toBeLessThan(30_000)
    expect(indexes).toMatchObject([{ constraint: true }])
    expect({ activity, blocked, replicas }).toEqual({ activity: [], blocked: [], replicas: [] })
  })

  test('an empty database has a snapshot too', async () => {
    expect(await takeSnapshot(db)).toMatchObject({ tables: [], indexes: [] })
  })

  test('rows that were deleted are seen as bloat', async () => {
    await db.script(`
      create table notes (id int, body text);
      insert into notes select g, repeat('x', 100) from generate_series(1, 5000) as g;
      delete from notes where id > 500;
      analyze`)
    const { tables } = await takeSnapshot(db)
    expect(tables?.[0]?.bloat).toBeGreaterThan(400_000)
  })
})

test('who waits for a lock is seen, with the one who holds it', async () => {
  expect(inject('serverUrl')).toBeTruthy()
  const { url, drop } = await createOnServer()
  const db = await connect(url)
  await db.script('create table notes (id int); insert into notes values (1)')
  await db.transaction(async (tx) => {
    await tx.execute('update notes set id = 2')
    const { holder } = await tx.one<{ holder: number }>('select pg_backend_pid() as holder')
    const waiting = db.execute('update notes set id = 3', [], { timeout: 20_000 }).catch((error) => error)
    let { blocked = [] } = await takeSnapshot(db)
    while (blocked.length === 0) blocked = (await takeSnapshot(db)).blocked ?? []
    expect(blocked).toMatchObject([{ blockedBy: [holder], query: 'update notes set id = 3' }])
    const { activity = [] } = await takeSnapshot(db)
    expect(activity.map(({ state }) => state).sort()).toEqual(['active', 'idle in transaction'])
    tx.onCommit(() => waiting)
  })
  await db.close()
  await drop()
})
