import { randomBytes } from 'node:crypto'
import { hasEnded, type ProcessIdentity, thisProcess } from './process.ts'

const prefix = 'rowhouse_test_'

/** A new name for a database of this process, which tells whose it is. At most 63 bytes, which is all that PostgreSQL keeps. */
export function databaseName({ host, pid, started }: ProcessIdentity = thisProcess()): string {
  return `${prefix}${host}_${pid.toString(36)}_${started.toString(36)}_${randomBytes(4).toString('hex')}`
}

/** The databases among `names` whose process has ended without dropping them. */
export function leftBehind(
  names: readonly string[],
  ended: (process: ProcessIdentity) => boolean = hasEnded,
): string[] {
  return names.filter((name) => {
    const owner = ownerOf(name)
    return owner !== undefined && ended(owner)
  })
}

/** The process that made the database; `undefined` for a name that is none of ours. */
export function ownerOf(name: string): ProcessIdentity | undefined {
  const parts = /^rowhouse_test_([0-9a-f]{6})_([0-9a-z]+)_([0-9a-z]+)_[0-9a-f]{8}$/.exec(name)
  if (parts === null) return undefined
  const [, host = '', pid = '', started = ''] = parts
  return { host, pid: Number.parseInt(pid, 36), started: Number.parseInt(started, 36) }
}

/** What the names of all templates begin with. */
export const templatePrefix = 'rowhouse_template_'
