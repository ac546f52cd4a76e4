import type { Channel } from 'node:diagnostics_channel'
import { RowhouseError } from '../errors/index.ts'
import {
  type AcquireTrace,
  acquires,
  type ConnectTrace,
  connects,
  type LeakTrace,
  leaks,
  type QueryTrace,
  queries,
  type ReleaseTrace,
  releases,
  type Source,
} from '../trace/index.ts'

/** What somebody who listens wants to be told of one database. */
export interface Ears {
  readonly queryStart?: (trace: QueryTrace) => void
  readonly queryEnd?: (trace: QueryTrace) => void
  readonly acquired?: (wait: { readonly waitMs: number; readonly timedOut: boolean }) => void
  /** Milliseconds that a connection took to open. */
  readonly connected?: (ms: number) => void
  readonly released?: (release: ReleaseTrace) => void
  readonly leaked?: (leak: Omit<LeakTrace, 'source'>) => void
}

/** Listens to what comes from this database. Answers the function that ends it. */
export function listen(source: Source, ears: Ears): () => void {
  const { queryStart, queryEnd, acquired, connected, released, leaked } = ears
  const stops = [
    queryStart && on<QueryTrace>(queries.start, source, queryStart),
    queryEnd && on<QueryTrace>(queries.asyncEnd, source, queryEnd),
    acquired && on<AcquireTrace>(acquires.asyncEnd, source, (trace) => acquired(waitOf(trace))),
    connected && on<ConnectTrace>(connects.asyncEnd, source, ({ since }) => connected(performance.now() - since)),
    released && on<ReleaseTrace>(releases, source, released),
    leaked && on<LeakTrace>(leaks, source, ({ source: _, ...leak }) => leaked(leak)),
  ]
  return () => {
    for (const stop of stops) stop?.()
  }
}

function on<T extends { readonly source: Source | undefined }>(
  channel: Pick<Channel, 'subscribe' | 'unsubscribe'>,
  source: Source,
  hear: (trace: T) => void,
): () => void {
  const listener = (message: unknown) => {
    const trace = message as T
    if (trace.source === source) hear(trace)
  }
  channel.subscribe(listener)
  return () => void channel.unsubscribe(listener)
}

function waitOf({ since, error }: AcquireTrace): { waitMs: number; timedOut: boolean } {
  const timedOut = error instanceof RowhouseError && error.code === 'POOL_TIMEOUT'
  return { waitMs: performance.now() - since, timedOut }
}
