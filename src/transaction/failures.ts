import { messageOf, RowhouseError } from '../errors/index.ts'

/** A statement came after its transaction or savepoint had ended. */
export function finished(): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_FINISHED',
    'this transaction has ended; await every statement inside its callback, and use the database for what comes after it',
  )
}

/** The callback returned while statements of it were still running. */
export function outlived(statements: number): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_OUTLIVED',
    `the callback of the transaction returned while ${statements === 1 ? 'a statement was' : `${statements} statements were`} still running, so it was rolled back; await every statement`,
    { facts: { statements } },
  )
}

/** The outer handle was used inside the callback of an inner transaction. */
export function blocked(): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_BLOCKED',
    'the handle of an outer transaction was used inside the callback of an inner one, where it would wait for ever; use the handle that the inner callback was given',
  )
}

/** COMMIT was answered with ROLLBACK. */
export function aborted(cause: unknown): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_ABORTED',
    'the transaction was rolled back by the server: a statement in it had failed and the error was caught; let the error pass, or run what may fail in an inner transaction',
    { cause },
  )
}

/** The connection was lost while COMMIT was on its way. */
export function commitUnknown(cause: unknown): RowhouseError {
  return new RowhouseError(
    'COMMIT_UNKNOWN',
    'the connection was lost while the transaction was being committed, so it may or may not be committed; look at the data before doing it again',
    { cause },
  )
}

/** A statement ended the transaction behind the library's back. */
export function controlled(): RowhouseError {
  return new RowhouseError(
    'TRANSACTION_CONTROL',
    'a statement began or ended a transaction by itself; use transaction() instead of begin, commit and rollback',
  )
}

/** An inner transaction asked for what only the outermost can give. */
export function tooLate(wanted: string): RowhouseError {
  return new RowhouseError(
    'INVALID_OPTION',
    `an inner transaction cannot be ${wanted}, because the outer one is not; ask for it on the outermost`,
    { facts: { wanted } },
  )
}

/** The transaction is committed, but a callback of `onCommit` failed. */
export function onCommitFailed(cause: unknown): RowhouseError {
  return new RowhouseError(
    'ON_COMMIT_FAILED',
    `the transaction is committed, but an onCommit callback failed: ${messageOf(cause)}`,
    { cause },
  )
}
