import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseError, RowhouseError } from '../errors/index.ts'

const patience = 30_000

/**
 * Runs `work` again, for half a minute at most, as long as the server has no connection left: other tests give theirs back in
 * a moment.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isFull(error) || performance.now() > until) throw error
      await pause(20 + Math.random() * 80)
    }
  }
}

function isFull(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === '53300'
  return error instanceof RowhouseError && error.code === 'TOO_MANY_CONNECTIONS'
}
