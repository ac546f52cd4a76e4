import type { Database } from '../database/index.ts'
import { explainPrefix } from './slow.ts'

// Long enough for what is called slow, and an end to what has become much slower.
const longestMs = 10_000

/**
 * Runs a read once more, on a connection of its own, and answers its plan with what each part took. Its transaction is read only and
 * is rolled back; locks of the session end with it. Answers `undefined` while no connection is free.
 */
export async function explain(db: Database, text: string, params: readonly unknown[]): Promise<string | undefined> {
  if (!hasRoom(db)) return undefined
  return db.acquire(async (session) => {
    await session.script(`begin read only; set local statement_timeout = ${longestMs}`)
    try {
      const { rows } = await session.queryUnsafe(explainPrefix + text, params)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    } finally {
      await session.script('rollback')
    }
  })
}

function hasRoom(db: Database): boolean {
  const { max, used, pending } = db.stats()
  return db.capabilities.severalSessions && pending === 0 && used < max
}
