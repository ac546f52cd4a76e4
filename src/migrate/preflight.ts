import { RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'

/** The oldest server that migrations run on: the first with `pg_current_xact_id()`. */
const oldestServer = 13

/** What decides whether migrations can run on a server. */
export interface Server {
  readonly standby: boolean
  /** `server_version_num`: 150004. */
  readonly version: number
}

/** Throws `MIGRATION_UNSUPPORTED` for a server on which migrations cannot run. */
export async function refuseUnsuitable(db: Queryable): Promise<void> {
  const server = await db.one<Server>(
    `select pg_is_in_recovery() as standby, current_setting('server_version_num')::int as version`,
  )
  const message = unsuitable(server)
  if (message !== undefined) throw new RowhouseError('MIGRATION_UNSUPPORTED', message, { facts: { ...server } })
}

/** Why migrations cannot run on a server: it is a standby, or too old. */
export function unsuitable({ standby, version }: Server): string | undefined {
  if (standby) return 'this server is a standby, which only repeats another; name the primary'
  if (version >= oldestServer * 10_000) return undefined
  const major = Math.floor(version / 10_000)
  return `this server is PostgreSQL ${major}, and migrations need ${oldestServer} or later; upgrade it`
}
