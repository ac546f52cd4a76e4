export type { ErrorCode } from './codes.ts'
export { DatabaseError, type FailedStatement, type ServerErrorFields } from './database-error.ts'
export { RowhouseError, type RowhouseErrorOptions, type SafeError } from './errors.ts'
export { messageOf } from './message.ts'
export {
  copiedRow,
  endsConnection,
  isCheckViolation,
  isConnectionError,
  isDeadlock,
  isExclusionViolation,
  isForeignKeyViolation,
  isLockNotAvailable,
  isNoRows,
  isNotNullViolation,
  isQueryCanceled,
  isRetryable,
  isSerializationFailure,
  isUniqueViolation,
} from './questions.ts'
