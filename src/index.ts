/**
 * Rowhouse: the data layer for TypeScript on PostgreSQL.
 *
 * @module
 */
export { type Config, defineConfig, loadConfig, type Project } from './config/index.ts'
export { type ConnectOptions, connect, type Database, type Ping, type Warning } from './database/index.ts'
export {
  copiedRow,
  DatabaseError,
  type ErrorCode,
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
  RowhouseError,
  type SafeError,
} from './errors/index.ts'
export type { PoolStats } from './pool/index.ts'
export type {
  CallOptions,
  ColumnDescription,
  CopyOptions,
  CopyRows,
  IsolationLevel,
  Queryable,
  Result,
  StatementDescription,
  StreamOptions,
  Transaction,
  TransactionOptions,
  UnknownRow,
} from './query/index.ts'
export type * from './registry/index.ts'
export type { JsonValue, Range } from './values/index.ts'
