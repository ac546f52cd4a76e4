import type { Checked, GivenOf, RowOf, Untyped } from '../registry/index.ts'

/** A row whose columns are not known to the compiler. */
export type UnknownRow = Record<string, unknown>

/** What a statement answered. */
export interface Result<R extends object = UnknownRow> {
  /** The rows, in the order in which the server sent them; empty for a statement that returns none. */
  readonly rows: R[]
  /** The number of rows returned, or of rows inserted, updated, deleted or merged. */
  readonly rowCount: number
  /** The first word of the server's command tag: `SELECT`, `INSERT`, `CREATE` … */
  readonly command: string
}

/** What a statement takes and answers, as the server sees it. Types are oids of `pg_type`. */
export interface StatementDescription {
  /** The type of each parameter, `$1` first. */
  readonly params: readonly number[]
  /** The columns of the answer; none for a statement that returns no rows. */
  readonly columns: readonly ColumnDescription[]
}

/** One column of an answer. */
export interface ColumnDescription {
  readonly name: string
  readonly type: number
  /** The oid of the table, and the number of its column, from which the value is taken as it is. */
  readonly origin?: { readonly table: number; readonly column: number }
}

/** PostgreSQL's isolation levels; `read uncommitted` is left out because PostgreSQL treats it as `read committed`. */
export type IsolationLevel = 'read committed' | 'repeatable read' | 'serializable'

/** Options of `transaction`. */
export interface TransactionOptions {
  /** Default: the server's `default_transaction_isolation`. Inside a transaction it may only ask for what already holds. */
  readonly isolation?: IsolationLevel
  /** Default: false. Inside a transaction, `true` makes the savepoint read only. */
  readonly readOnly?: boolean
  /** Wait for a snapshot that cannot fail; only together with `serializable` and `readOnly`. Default: false. */
  readonly deferrable?: boolean
  /** How often the outermost transaction is run again after 40001 or 40P01. Default: 8. Ignored inside a transaction. */
  readonly retries?: number
}

type Calls = Untyped extends true ? UntypedCalls : TypedCalls

/** Options of a call that runs one statement. */
export interface CallOptions {
  /**
   * When it is aborted the server is told to cancel the statement, and the call rejects with `STATEMENT_ABORTED`. An answer that was
   * on its way already counts.
   */
  readonly signal?: AbortSignal | undefined
  /** After so many milliseconds, waiting for a connection included, the same with `STATEMENT_TIMEOUT`. Default: never. */
  readonly timeout?: number | undefined
}

/** Options of `stream`; `timeout` is for each batch. */
export interface StreamOptions extends CallOptions {
  /** Rows fetched at a time; the memory used is about two batches. Default: 500. */
  readonly batchSize?: number
}

/** Rows to copy: for each the values of its columns, at once or as they come. */
export type CopyRows = Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>

/** Options of `copyInto`. */
export interface CopyOptions extends CallOptions {
  /** Is told, after each piece of about 64 kB, how much has been read and handed over so far. */
  readonly onProgress?: ((progress: { readonly rows: number; readonly bytes: number }) => void) | undefined
}

/** The calls that run one statement, while no query has a generated type: rows are annotated by hand. */
export interface UntypedCalls {
  /** Runs one statement. `params` fill `$1`, `$2` …; several statements in one text are refused (see `script`). */
  query<R extends object = UnknownRow>(
    text: string,
    params?: readonly unknown[],
    options?: CallOptions,
  ): Promise<Result<R>>
  /** The only row of the answer. Throws `NO_ROWS` or `TOO_MANY_ROWS` otherwise. */
  one<R extends object = UnknownRow>(text: string, params?: readonly unknown[], options?: CallOptions): Promise<R>
  /** The only row of the answer, or `undefined` if there is none. Throws `TOO_MANY_ROWS` on several. */
  maybeOne<R extends object = UnknownRow>(
    text: string,
    params?: readonly unknown[],
    options?: CallOptions,
  ): Promise<R | undefined>
  /** All rows of the answer. */
  many<R extends object = UnknownRow>(text: string, params?: readonly unknown[], options?: CallOptions): Promise<R[]>
  /** Runs one statement for its effect; the answer is the number of rows it touched. */
  execute(text: string, params?: readonly unknown[], options?: CallOptions): Promise<number>
  /**
   * The rows of a `select`, read through a server-side cursor a batch at a time, so that memory stays constant. Leaving the
   * loop early closes the cursor.
   */
  stream<R extends object = UnknownRow>(
    text: string,
    params?: readonly unknown[],
    options?: StreamOptions,
  ): AsyncIterableIterator<R>
}

/** The same calls, once `rowhouse generate` has written types: rows and parameters follow from the text. */
export interface TypedCalls {
  /** Runs one statement. `params` fill `$1`, `$2` …; several statements in one text are refused (see `script`). */
  query<const T extends string>(text: Checked<T>, ...given: GivenOf<T, CallOptions>): Promise<Result<RowOf<T>>>
  /** The only row of the answer. Throws `NO_ROWS` or `TOO_MANY_ROWS` otherwise. */
  one<const T extends string>(text: Checked<T>, ...given: GivenOf<T, CallOptions>): Promise<RowOf<T>>
  /** The only row of the answer, or `undefined` if there is none. Throws `TOO_MANY_ROWS` on several. */
  maybeOne<const T extends string>(text: Checked<T>, ...given: GivenOf<T, CallOptions>): Promise<RowOf<T> | undefined>
  /** All rows of the answer. */
  many<const T extends string>(text: Checked<T>, ...given: GivenOf<T, CallOptions>): Promise<RowOf<T>[]>
  /** Runs one statement for its effect; the answer is the number of rows it touched. */
  execute<const T extends string>(text: Checked<T>, ...given: GivenOf<T, CallOptions>): Promise<number>
  /**
   * The rows of a `select`, read through a server-side cursor a batch at a time, so that memory stays constant. Leaving the
   * loop early closes the cursor.
   */
  stream<const T extends string>(text: Checked<T>, ...given: GivenOf<T, StreamOptions>): AsyncIterableIterator<RowOf<T>>
}

/**
 * Whatever runs SQL: a `Database`, a `Transaction` or a single connection. Functions that need the database take one as
 * their first argument and need not know which of them it is.
 */
export interface Queryable extends Calls {
  /**
   * Runs one statement whose text was put together while the program ran, so that no type can be known: its rows are unknown.
   * Never put a value into the text; it goes into `params`, and a name through `quoteIdentifier` of your own.
   */
  queryUnsafe(text: string, params?: readonly unknown[], options?: CallOptions): Promise<Result<UnknownRow>>
  /**
   * Copies rows into a table by COPY, all or none, and answers how many there were. They are read as fast as the server takes them, so
   * that memory stays constant. `table` is `table`, `schema.table`, or the parts one by one. A value that its column cannot hold is
   * `INVALID_PARAMETER` with the facts `row` (1 is the first) and `column`; of an error of the server `copiedRow` tells the row.
   */
  copyInto(
    table: string | readonly string[],
    columns: readonly string[],
    rows: CopyRows,
    options?: CopyOptions,
  ): Promise<number>
  /** Asks the server what a statement takes and answers, without running it. */
  describe(text: string): Promise<StatementDescription>
  /** Runs several statements in one text, without parameters and without rows, as migrations need it. */
  script(text: string): Promise<void>
  /**
   * Runs `work` in a transaction: committed when it resolves, rolled back when it throws. Inside a transaction it is a
   * savepoint. The outermost is run again on serialization failures (40001) and deadlocks (40P01), so `work` must be
   * safe to repeat: put effects outside the database in `onCommit`.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
}

/** A `Queryable` whose statements belong to one transaction (or savepoint). It is finished when its `work` has settled. */
export interface Transaction extends Queryable {
  /**
   * Calls `callback` after the outermost transaction has committed; never if it, or the savepoint in which this was said,
   * was rolled back. A callback that throws makes the transaction reject with `ON_COMMIT_FAILED`, though it is committed.
   */
  onCommit(callback: () => void | Promise<void>): void
  /**
   * Waits for the advisory lock of that name and holds it until the outermost transaction (or the savepoint) ends. A text
   * is hashed with `hashtextextended(key, 0)`.
   */
  advisoryLock(key: string | bigint): Promise<void>
  /** Like `advisoryLock`, but answers `false` instead of waiting when somebody else holds it. */
  tryAdvisoryLock(key: string | bigint): Promise<boolean>
}
