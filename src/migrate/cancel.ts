import { setTimeout as sleep } from 'node:timers/promises'
import { RowhouseError } from '../errors/index.ts'

/** The error of a run that was told to end. */
export function cancelled(): RowhouseError {
  return new RowhouseError('MIGRATION_CANCELLED', 'the run was cancelled before anything had run; run it again')
}

/** Throws `MIGRATION_CANCELLED` if the run was told to end. */
export function refuseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled()
}

/** Waits so many milliseconds, or throws `MIGRATION_CANCELLED` as soon as the run is told to end. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch {
    throw cancelled()
  }
}
