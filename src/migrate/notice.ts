/** A session that stands in the way, as `pg_stat_activity` shows it to the role that asks. */
export interface Blocker {
  readonly pid: number
  readonly application: string | null
  readonly state: string | null
  /** When its query (or, when it is idle, its last one) began. */
  readonly since: string | null
}

/** Something a person wants to know while a run goes on though nothing has failed. */
export type MigrationNotice =
  | { readonly kind: 'waiting for runner'; readonly holder: Blocker | undefined; readonly waitedMs: number }
  | { readonly kind: 'blocked'; readonly name: string; readonly blockers: readonly Blocker[] }
  | {
      readonly kind: 'retrying'
      readonly name: string
      /** What the server said. */
      readonly reason: string
      /** The attempt that failed, from 1. */
      readonly attempt: number
      readonly attempts: number
      readonly pauseMs: number
    }
  | { readonly kind: 'resuming'; readonly name: string; readonly statement: number; readonly statements: number }
  | { readonly kind: 'cleaning'; readonly name: string; readonly sql: string }
  | { readonly kind: 'cancelling'; readonly name: string }
  | { readonly kind: 'no snapshot'; readonly reason: string }

/** A blocker in words: `pid 4711, psql, idle in transaction, since 2026-02-03 04:05:06`. */
export function describeBlocker({ pid, application, state, since }: Blocker): string {
  return [`pid ${pid}`, application || 'no application_name', state, since && `since ${since}`]
    .filter(Boolean)
    .join(', ')
}

/** A notice as a sentence. */
export function describeNotice(notice: MigrationNotice): string {
  switch (notice.kind) {
    case 'waiting for runner': {
      const who = notice.holder === undefined ? '' : ` (${describeBlocker(notice.holder)})`
      return `waiting for another runner${who} for ${seconds(notice.waitedMs)}`
    }
    case 'blocked':
      return `${notice.name} waits for ${notice.blockers.map((blocker) => `(${describeBlocker(blocker)})`).join(' and ')}`
    case 'retrying':
      return `${notice.name}: ${notice.reason}; attempt ${notice.attempt} of ${notice.attempts}, the next in ${seconds(notice.pauseMs)}`
    case 'resuming':
      return `${notice.name} was interrupted; it goes on at statement ${notice.statement} of ${notice.statements}`
    case 'cleaning':
      return `${notice.name}: what an interrupted attempt left is removed: ${notice.sql}`
    case 'cancelling':
      return `${notice.name} is being cancelled on the server`
    case 'no snapshot':
      return `what the migrations made could not be written down for \`rowhouse migrate drift\`: ${notice.reason}`
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
