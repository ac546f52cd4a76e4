import { setTimeout as sleep } from 'node:timers/promises'
import type { Queryable } from '../query/index.ts'
import { cancelBackend, listBlockers } from './activity.ts'
import type { Patience } from './lock.ts'
import { type Blocker, describeBlocker } from './notice.ts'

/** What to look after, and from where. */
export interface Watched {
  /**
   * Where to look from: a session beside the work's. Not the transaction that holds the lock while CREATE INDEX CONCURRENTLY
   * runs, which would wait for the end of a transaction that it meets reading. Absent where there is no other session.
   */
  readonly eye: Queryable | undefined
  /** The name of the migration. */
  readonly name: string
  /** The backend that works on it. */
  readonly pid: number
}

const lookEvery = 500

/**
 * Runs `work`, which the backend `pid` does, and looks at it from beside: says who holds it up, and cancels it on
 * the server when the run is told to end. When it returns, nothing more will be sent to that backend.
 */
export async function watched<T>(patience: Patience, target: Watched, work: () => Promise<T>): Promise<T> {
  const { eye } = target
  if (eye === undefined) return work()
  const end = new AbortController()
  const look = lookAfter(eye, patience, target, end.signal)
  try {
    return await work()
  } finally {
    end.abort()
    await look
  }
}

async function lookAfter(
  eye: Queryable,
  { signal, onNotice }: Patience,
  { name, pid }: Watched,
  end: AbortSignal,
): Promise<void> {
  let told = ''
  try {
    while (await nextLook(end, signal)) {
      if (signal.aborted) {
        if (told !== 'cancelling') onNotice?.({ kind: 'cancelling', name })
        told = 'cancelling'
        await aside(eye, (savepoint) => cancelBackend(savepoint, pid))
        continue
      }
      const blockers = onNotice === undefined ? [] : await aside(eye, (savepoint) => listBlockers(savepoint, pid))
      const seen = summary(blockers)
      if (blockers.length > 0 && seen !== told) onNotice?.({ kind: 'blocked', name, blockers })
      if (blockers.length > 0) told = seen
    }
  } catch {
    // The connection is lost; the run finds out by itself.
  }
}

/** Waits until the next look, which an order to end brings forward once; false when the work has ended. */
async function nextLook(end: AbortSignal, signal: AbortSignal): Promise<boolean> {
  const wake = signal.aborted ? end : AbortSignal.any([end, signal])
  await sleep(signal.aborted ? lookEvery / 5 : lookEvery, undefined, { signal: wake }).catch(() => undefined)
  return !end.aborted
}

// In a savepoint: an error in the lock's own transaction would free the lock.
function aside<T>(eye: Queryable, look: (savepoint: Queryable) => Promise<T>): Promise<T> {
  return eye.transaction(look)
}

function summary(blockers: readonly Blocker[]): string {
  return blockers.map(describeBlocker).join('; ')
}
