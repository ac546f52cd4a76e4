export { type Interruption, interruptibly } from './interruption.ts'
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
} from './queryable.ts'
export { Statements } from './statements.ts'
