import { RowhouseError } from '../../errors/index.ts'

/** The test ended while something of it still ran. */
export function outlived(calls: number): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_OUTLIVED',
    `the test returned while ${calls === 1 ? 'a call of its database was' : `${calls} calls of its database were`} still running; await every call`,
    { facts: { calls } },
  )
}

/** Something that needs a second session, or a transaction that is committed. */
export function unsupported(what: string, why: string): RowhouseError {
  return new RowhouseError(
    'SANDBOX_UNSUPPORTED',
    `a sandbox has no ${what}, because ${why}; use a database of the test's own (createTestDatabase) for this test`,
    { facts: { what } },
  )
}

/** `rollbackTo` named a savepoint that is not there. */
export function noSavepoint(name: string, known: readonly string[]): RowhouseError {
  return new RowhouseError(
    'SANDBOX_SAVEPOINT',
    `there is no savepoint ${JSON.stringify(name)}; ${known.length === 0 ? 'none is set' : `those that are set: ${known.join(', ')}`}`,
    { facts: { name, known } },
  )
}

/** A statement would have ended the sandbox's own transaction. */
export function refusedControl(word: string): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_CONTROL',
    `${word} would end the transaction that a sandbox is, and keep what the test wrote; use transaction() instead, or a database of the test's own (createTestDatabase)`,
    { facts: { word } },
  )
}
