export type {
  IsolationLevel,
  Queryable,
  Result,
  StreamOptions,
  Transaction,
  TransactionOptions,
  UnknownRow,
} from './queryable.ts'
export { Statements } from './statements.ts'
