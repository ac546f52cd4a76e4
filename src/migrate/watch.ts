import { setTimeout as sleep } from 'node:timers/promises'
import type { Queryable } from '../query/index.ts'
import { cancelBackend, listBlockers } from './activity.ts'
import type { Guard, Patience } from './lock.ts'
import { type Blocker, describeBlocker } from './notice.ts'

/** What to look after. */
export interface Watched {
  /** The name of the migration. */
  readonly name: string
  /** The backend that works on it. */
  readonly pid: number
}

const lookEvery = 500

/**
 * Runs `work`, which the backend `pid` does, and looks at it from the lock's connection: says who holds it up, and cancels it on
 * the server when the run is told to end. When it returns, nothing more will be sent to that backend.
 */
export async function watched<T>(
  { beside }: Guard,
  patience: Patience,
  target: Watched,
  work: () => Promise<T>,
): Promise<T> {
  if (beside === undefined) return work()
  const end = new AbortController()
  const look = lookAfter(beside, patience, target, end.signal)
  try {
    return await work()
  } finally {
    end.abort()
    await look
  }
}

async function lookAfter(
  beside: Queryable,
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
        await aside(beside, (savepoint) => cancelBackend(savepoint, pid))
        continue
      }
      const blockers = onNotice === undefined ? [] : await aside(beside, (savepoint) => listBlockers(savepoint, pid))
      const seen = summary(blockers)
      if (blockers.length > 0 && seen !== told) onNotice?.({ kind: 'blocked', name, blockers })
      if (blockers.length > 0) told = seen
    }
  } catch {
    // The lock's connection is lost; the run finds that out before its next statement and stops.
  }
}

/** Waits until the next look, which an order to end brings forward once; false when the work has ended. */
async function nextLook(end: AbortSignal, signal: AbortSignal): Promise<boolean> {
  const wake = signal.aborted ? end : AbortSignal.any([end, signal])
  await sleep(signal.aborted ? lookEvery / 5 : lookEvery, undefined, { signal: wake }).catch(() => undefined)
  return !end.aborted
}

// In a savepoint: an error in the lock's own transaction would free the lock.
function aside<T>(beside: Queryable, look: (savepoint: Queryable) => Promise<T>): Promise<T> {
  return beside.transaction(look)
}

function summary(blockers: readonly Blocker[]): string {
  return blockers.map(describeBlocker).join('; ')
}
