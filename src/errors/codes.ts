/**
 * Every code that a `RowhouseError` can carry. Errors of the server are `DatabaseError`s and keep their SQLSTATE instead.
 */
export type ErrorCode =
  // where to connect
  | 'INVALID_URL'
  | 'INVALID_ENVIRONMENT'
  | 'INVALID_OPTION'
  | 'INVALID_CONFIG'
  | 'NO_TARGET'
  | 'MISSING_PACKAGE'
  // connecting
  | 'HOST_NOT_FOUND'
  | 'CONNECTION_REFUSED'
  | 'CONNECTION_TIMEOUT'
  | 'AUTHENTICATION_FAILED'
  | 'DATABASE_NOT_FOUND'
  | 'TLS_FAILED'
  | 'TOO_MANY_CONNECTIONS'
  | 'SERVER_NOT_READY'
  | 'CONNECTION_FAILED'
  | 'CONNECTION_LOST'
  // the embedded database
  | 'EMBEDDED_LOCKED'
  | 'EMBEDDED_BROKEN'
  // the pool
  | 'POOL_TIMEOUT'
  | 'POOL_CLOSED'
  | 'NESTED_CHECKOUT'
  // queries and values
  | 'NO_ROWS'
  | 'TOO_MANY_ROWS'
  | 'INVALID_PARAMETER'
  | 'INVALID_VALUE'
  | 'VALUE_OUT_OF_RANGE'
  | 'COPY_UNSUPPORTED'
  // transactions
  | 'TRANSACTION_FINISHED'
  | 'TRANSACTION_ABORTED'
  | 'TRANSACTION_OUTLIVED'
  | 'TRANSACTION_BLOCKED'
  | 'TRANSACTION_CONTROL'
  | 'COMMIT_UNKNOWN'
  | 'ON_COMMIT_FAILED'
  // migrations
  | 'MIGRATION_INVALID'
  | 'MIGRATION_DUPLICATE'
  | 'MIGRATION_EDITED'
  | 'MIGRATION_MISSING'
  | 'MIGRATION_OUT_OF_ORDER'
  | 'MIGRATION_FAILED'
  | 'MIGRATION_LOCKED'
  | 'MIGRATION_UNKNOWN'
  | 'MIGRATION_IRREVERSIBLE'
  // seeds
  | 'SEED_INVALID'
  | 'SEED_CYCLE'
  | 'SEED_REFUSED'
  | 'SEED_FAILED'
  // set-up
  | 'SETUP_FAILED'
  // watching files
  | 'WATCH_FAILED'
