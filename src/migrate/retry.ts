import { isDeadlock, isLockNotAvailable, isSerializationFailure, messageOf } from '../errors/index.ts'
import { pause } from './cancel.ts'
import type { Patience } from './lock.ts'

/** How often to try again what did not get its locks. */
export interface Retries extends Patience {
  /** How often it is tried again; 0 is never. */
  readonly lockRetries: number
}

/**
 * Runs `attempt` again while it loses against others (a lock not available in time, a deadlock, a serialization failure): such
 * a failure leaves nothing, and the application's transactions end some time.
 */
export async function withRetries<T>(name: string, retries: Retries, attempt: () => Promise<T>): Promise<T> {
  const { lockRetries, signal, onNotice } = retries
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!losesAgainstOthers(error) || failures > lockRetries) throw error
      const pauseMs = pauseAfter(failures)
      onNotice?.({
        kind: 'retrying',
        name,
        reason: messageOf(error),
        attempt: failures,
        attempts: lockRetries + 1,
        pauseMs,
      })
      await pause(pauseMs, signal)
    }
  }
}

/** Whether an error says that another transaction was in the way. */
export function losesAgainstOthers(error: unknown): boolean {
  return isLockNotAvailable(error) || isDeadlock(error) || isSerializationFailure(error)
}

// At least half of the time, so that the readers that queued up behind the attempt get through; the rest by chance, so that
// those who met do not meet again.
function pauseAfter(failures: number): number {
  const most = Math.min(10_000, 250 * 2 ** failures)
  return Math.round(most * (0.5 + Math.random() / 2))
}
