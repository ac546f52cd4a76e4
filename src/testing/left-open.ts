import { setTimeout as pause } from 'node:timers/promises'
import { RowhouseError } from '../errors/index.ts'
import type { TestDatabase } from './test-database.ts'

/**
 * Throws `TEST_LEFT_OPEN` when a test has left something of its database open: a connection of the pool, a listener, or, on a
 * server, a session of another client.
 */
export async function refuseLeftOpen(db: TestDatabase): Promise<void> {
  const found = [...heldConnections(db), ...listeners(db)]
  // What holds the only connection would be waited for in vain.
  if (db.url !== undefined && db.stats().used < db.stats().max) found.push(...(await foreignSessions(db)))
  if (found.length > 0) throw leftOpen(found)
}

function heldConnections(db: TestDatabase): string[] {
  const { used } = db.stats()
  if (used === 0) return []
  const what = used === 1 ? 'a connection' : `${used} connections`
  return [`${what} of its pool (a transaction, a stream, acquire() or a statement that was not awaited)`]
}

function listeners({ channels }: TestDatabase): string[] {
  return channels.map((channel) => `a listener on the channel ${channel}`)
}

const patience = 500

// A backend whose client has said good-bye is there for another moment.
async function foreignSessions(db: TestDatabase): Promise<string[]> {
  const until = performance.now() + patience
  for (;;) {
    const found = await findForeignSessions(db)
    if (found.length === 0 || performance.now() > until) return found
    await pause(20)
  }
}

async function findForeignSessions(db: TestDatabase): Promise<string[]> {
  const { rows } = await db.queryUnsafe(`
    select coalesce(nullif(application_name, ''), 'without application_name') as application, state
    from pg_stat_activity
    where datname = current_database()
      and backend_type = 'client backend'
      and application_name <> current_setting('application_name')
    order by backend_start`)
  return rows.map(({ application, state }) => `a session of another client (${application}, ${state})`)
}

function leftOpen(found: readonly string[]): RowhouseError {
  return new RowhouseError(
    'TEST_LEFT_OPEN',
    `the test left open: ${found.join('; ')}; close and await what it opens before it returns`,
    { facts: { found } },
  )
}
