import { readFileSync } from 'node:fs'

/** A user of the operating system. */
export interface User {
  readonly uid: number
  readonly gid: number
}

/**
 * The user as whom to start a server: `undefined` to stay who we are, or for root, as whom PostgreSQL refuses to run, the user
 * `postgres` or else `nobody`.
 */
export function ordinaryUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const account = ['postgres', 'nobody'].map((name) => accounts.find(([known]) => known === name)).find(Boolean)
  return account && { uid: Number(account[2]), gid: Number(account[3]) }
}
