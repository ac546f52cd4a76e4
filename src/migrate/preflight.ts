import { RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'

/** The oldest server that migrations run on: the first with `pg_current_xact_id()`. */
const oldestServer = 13

/** Throws `MIGRATION_UNSUPPORTED` for a server on which migrations cannot run: a standby, or one that is too old. */
export async function refuseUnsuitable(db: Queryable): Promise<void> {
  const server = await db.one<{ standby: boolean; version: number }>(
    `select pg_is_in_recovery() as standby, current_setting('server_version_num')::int as version`,
  )
  if (server.standby)
    throw unsupported('this server is a standby, which only repeats another; name the primary', server)
  if (server.version < oldestServer * 10_000)
    throw unsupported(
      `this server is PostgreSQL ${Math.floor(server.version / 10_000)}, and migrations need ${oldestServer} or later; upgrade it`,
      server,
    )
}

function unsupported(message: string, facts: Record<string, unknown>): RowhouseError {
  return new RowhouseError('MIGRATION_UNSUPPORTED', message, { facts })
}
