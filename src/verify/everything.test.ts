import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Project } from '../config/index.ts'
import { connect, type Database } from '../database/index.ts'
import { startTestServer } from '../testing/index.ts'
import { checks, type Limits, type Report, verify } from './index.ts'
import { badDesign, oldExtension } from './testing-support/bad-design.ts'
import { makeBad, makeBadProject, makeCorrupt, makeNeglected } from './testing-support/make-bad.ts'

// Everything is wrong at once here: each check must find something.
let project: Project

beforeAll(async () => {
  project = await makeBadProject()
})

afterAll(() => rm(project.folder, { recursive: true }))

vi.setConfig({ testTimeout: 180_000 })

const strict: Partial<Limits> = {
  transactionAge: -1,
  transactionMinutes: 0,
  connectionPercent: 0,
  statisticsDays: 0,
  bloatBytes: 0,
  largeTable: 5000,
}

function verifyAll(db: Database): Promise<Report> {
  return verify(db, { project, limits: strict, deep: true, profile: 'production' })
}

function silent({ findings }: Report): string[] {
  return checks.map(({ id }) => id).filter((id) => !findings.some(({ check }) => check === id))
}

describe('everything that is wrong is found', () => {
  test('on PostgreSQL', async () => {
    const server = await startTestServer({ settings: { archive_mode: 'on', archive_command: 'false' } })
    try {
      await using admin = await connect(server.url)
      await admin.script(`create database sorted template template0 locale_provider icu icu_locale 'en-US' locale 'C'`)
      await using db = await connect(server.url.replace(/postgres$/, 'sorted'))
      await makeAllBad(db)
      await makeCorrupt(db)
      await db.script(`
        update pg_database set datcollversion = '0.1' where datname = 'sorted';
        select pg_create_physical_replication_slot('gone', true);
        select pg_switch_wal()`)
      const report = await whileBlocked(db, () => verifyWhenSettled(db))
      expect(silent(report)).toEqual([])
    } finally {
      await server.dispose()
    }
  })

  test('on PGlite, save what concerns other sessions, replication, the operating system and amcheck', async () => {
    await using db = await connect('pglite:memory', { environment: {} })
    await makeAllBad(db)
    expect(silent(await verifyAll(db))).toEqual([
      'corrupt-index',
      'inactive-replication-slot',
      'archiver-failing',
      'connection-headroom',
      'long-transaction',
      'blocked-session',
      'collation-version',
    ])
  })
})

async function makeAllBad(db: Database): Promise<void> {
  await makeBad(db)
  await db.script(badDesign)
  await db.script(`reset search_path; ${oldExtension}`)
  await makeNeglected(db)
}

// Statistics and the archiver come after the fact.
async function verifyWhenSettled(db: Database): Promise<Report> {
  const late = ['archiver-failing', 'never-analyzed', 'dead-rows', 'sequential-scans']
  const found = async () => {
    const { findings } = await verify(db, { checks: late, limits: strict })
    return new Set(findings.map(({ check }) => check)).size
  }
  await expect.poll(found, { timeout: 50_000 }).toBe(late.length)
  return verifyAll(db)
}

async function whileBlocked<T>(db: Database, work: () => Promise<T>): Promise<T> {
  return db.transaction(async (holder) => {
    await holder.advisoryLock('held')
    const waiting = db.transaction((tx) => tx.advisoryLock('held'))
    await expect.poll(async () => (await verify(db, { checks: ['blocked-session'] })).findings).toHaveLength(1)
    waiting.catch(() => undefined)
    return work()
  })
}
