import { RowhouseError } from '../errors/index.ts'
import { semanticChecksum } from './checksum.ts'
import type { LedgerEntry } from './ledger.ts'
import type { Work } from './work.ts'

/**
 * Throws `MIGRATION_INTERRUPTED` if a migration is under way and is not the first that is to run now, or if its file no longer
 * begins with the statements that have run.
 */
export function refuseInterrupted(works: readonly Work[], ledger: readonly LedgerEntry[]): void {
  const under = ledger[0]
  if (under === undefined) return
  const [first] = works
  if (first?.version !== under.version || first.direction !== under.direction) throw interrupted(under)
  for (const entry of ledger.filter(({ finished }) => finished)) refuseEdited(first, entry)
}

function refuseEdited(work: Work, { number, checksum, name }: LedgerEntry): void {
  const statement = work.statements[number - 1]
  if (!work.transactional && statement !== undefined && semanticChecksum(statement.text) === checksum) return
  throw new RowhouseError(
    'MIGRATION_EDITED',
    `statement ${number} of ${name} has run already, and ${work.script.path} says something else there now; restore it, and mend only what comes after it`,
    { facts: { name, file: work.script.path, statement: number } },
  )
}

function interrupted({ name, direction, number }: LedgerEntry): RowhouseError {
  return new RowhouseError(
    'MIGRATION_INTERRUPTED',
    `migration ${name} was interrupted on its way ${direction} and runs without a transaction, so that a part of it may stand; finish it first: rowhouse migrate ${direction}`,
    { facts: { name, direction, statement: number } },
  )
}
