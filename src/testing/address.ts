import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Where the keeper of the shared server listens on 127.0.0.1, and the word by which it knows its own. */
export interface Address {
  readonly port: number
  readonly token: string
}

/** The address in the file; `undefined` when there is none. */
export function readAddress(file: string): Address | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Writes the address, complete at once; false when another one is there already. */
export function publishAddress(file: string, address: Address): boolean {
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, JSON.stringify(address), { mode: 0o600 })
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * Removes the address, unless another one has taken its place meanwhile: of several who find the same stale one, the slower must
 * not remove what the faster has just brought.
 */
export function removeAddress(file: string, { token }: Address): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const found = readAddress(aside)
  rmSync(aside)
  if (found !== undefined && found.token !== token) publishAddress(file, found)
}
