import { channel, type TracingChannel, tracingChannel } from 'node:diagnostics_channel'

/** The database that an event comes from: one object per `connect`, so that events can be told apart by identity. */
export interface Source {
  readonly database: string
  /** Absent for the embedded database, which runs in this process. */
  readonly host?: string
  readonly port?: number
  readonly embedded: boolean
}

/** A statement, on the tracing channel `rowhouse:query`. Its values stand in it: whoever writes it down decides about them. */
export interface QueryTrace {
  readonly source: Source | undefined
  readonly text: string
  readonly params: readonly unknown[]
  /** When it was handed to its connection, by `performance.now()`. */
  readonly since: number
  /** Milliseconds for which it waited for a connection before. */
  readonly waitMs: number
  /** The stack of the caller, if a listener of `start` took it. */
  site: { readonly stack?: string } | undefined
  /** There when it was answered. */
  result?: { readonly rowCount: number; readonly command: string }
  /** There when it failed. */
  error?: unknown
}

/** A wait for a connection, on the tracing channel `rowhouse:acquire`. There is none where one was free at once that had just been used. */
export interface AcquireTrace {
  readonly source: Source
  readonly since: number
  error?: unknown
}

/** The opening of a connection for the pool, on the tracing channel `rowhouse:connect`. */
export interface ConnectTrace {
  readonly source: Source
  readonly since: number
  error?: unknown
}

/** An outermost transaction with its repetitions, on the tracing channel `rowhouse:transaction`. */
export interface TransactionTrace {
  readonly source: Source | undefined
  readonly since: number
  /** How often it was begun. */
  attempts: number
  /** Milliseconds for which it waited for connections. */
  waitMs: number
  error?: unknown
}

/** The end of a lease, on the channel `rowhouse:release`. */
export interface ReleaseTrace {
  readonly source: Source
  /** Milliseconds for which the connection was waited for; 0 where it was free at once. */
  readonly waitMs: number
  /** Milliseconds for which it was held. */
  readonly useMs: number
}

/** A connection that is held for too long, on the channel `rowhouse:leak`. */
export interface LeakTrace {
  readonly source: Source
  readonly purpose: string
  readonly heldMs: number
  readonly stack: string
}

/** Statements. */
export const queries = tracingChannel<unknown, QueryTrace>('rowhouse:query')
/** Waits for a connection. */
export const acquires = tracingChannel<unknown, AcquireTrace>('rowhouse:acquire')
/** Openings of connections. */
export const connects = tracingChannel<unknown, ConnectTrace>('rowhouse:connect')
/** Transactions. */
export const transactions = tracingChannel<unknown, TransactionTrace>('rowhouse:transaction')
/** Ends of leases. */
export const releases = channel('rowhouse:release')
/** Leaks. */
export const leaks = channel('rowhouse:leak')

/** Does anybody listen? What is told of is only made when somebody does. */
export function isWatched<T extends object>(traced: TracingChannel<unknown, T>): boolean {
  const { start, end, asyncStart, asyncEnd, error } = traced
  // `hasSubscribers` of the whole is younger than the oldest Node that is supported.
  return (
    start.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers
  )
}
