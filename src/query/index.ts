export type {
  ColumnDescription,
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
