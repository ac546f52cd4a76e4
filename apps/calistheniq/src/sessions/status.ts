import { Conflict } from 'service/http'

/** Where a session stands; planned → in_progress → completed, or planned → skipped. */
export type SessionStatus = 'planned' | 'in_progress' | 'completed' | 'skipped'

/** What can be done with a session. */
export type SessionStep = 'start' | 'log a set of' | 'complete' | 'skip'

const before: Readonly<Record<SessionStep, SessionStatus>> = {
  start: 'planned',
  'log a set of': 'in_progress',
  complete: 'in_progress',
  skip: 'planned',
}

/** Why a session with that status cannot take the step; `undefined` when it can. */
export function refusal(status: SessionStatus, step: SessionStep): string | undefined {
  if (status === before[step]) return undefined
  return `cannot ${step} a session that is ${inWords(status)}; it must be ${inWords(before[step])}`
}

/** Throws `Conflict` when a session with that status cannot take the step. */
export function refuseStep(status: SessionStatus, step: SessionStep): void {
  const reason = refusal(status, step)
  if (reason !== undefined) throw new Conflict(reason)
}

function inWords(status: SessionStatus): string {
  return status.replace('_', ' ')
}
