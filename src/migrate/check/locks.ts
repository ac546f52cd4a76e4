/** The modes of table locks, weakest first, by their names in `pg_locks`. */
const modes: readonly string[] = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
]

/** A mode of table locks as the manual's chapter "Explicit Locking" calls it. */
export type LockMode = (typeof names)[number]

const names = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const

/** What others must wait with while the lock is held. */
const blocked: Readonly<Record<LockMode, string>> = {
  'ACCESS SHARE': 'nothing but dropping it',
  'ROW SHARE': 'nothing but schema changes',
  'ROW EXCLUSIVE': 'nothing but schema changes',
  'SHARE UPDATE EXCLUSIVE': 'schema changes and vacuum',
  SHARE: 'writes',
  'SHARE ROW EXCLUSIVE': 'writes',
  EXCLUSIVE: 'writes',
  'ACCESS EXCLUSIVE': 'reads and writes',
}

/** The strongest of several modes as `pg_locks` names them; undefined when there is none. */
export function strongestLock(held: readonly string[]): LockMode | undefined {
  return names[Math.max(-1, ...held.map((mode) => modes.indexOf(mode)))]
}

/** What others must wait with while a table is locked in that mode: `reads and writes`. */
export function blocks(mode: LockMode): string {
  return blocked[mode]
}

/** Whether others cannot write, or not even read, while a table is locked in that mode. */
export function isBlocking(mode: LockMode): boolean {
  return names.indexOf(mode) >= names.indexOf('SHARE')
}

/** Whether the first mode is the stronger one. */
export function isStronger(mode: LockMode, other: LockMode | undefined): boolean {
  return other === undefined || names.indexOf(mode) > names.indexOf(other)
}
