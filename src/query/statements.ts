import { RowhouseError } from '../errors/index.ts'
import type { CallOptions, Result, UnknownRow } from './queryable.ts'

/**
 * The forms in which a statement is asked, all made of `run`. Whoever can run a statement extends this and is a `Queryable`
 * but for `stream`, `script` and `transaction`.
 */
export abstract class Statements {
  protected abstract run(text: string, params: readonly unknown[], options?: CallOptions): Promise<Result<UnknownRow>>

  query<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options?: CallOptions,
  ): Promise<Result<R>> {
    return this.run(text, params, options) as Promise<Result<R>>
  }

  queryUnsafe(text: string, params: readonly unknown[] = [], options?: CallOptions): Promise<Result<UnknownRow>> {
    return this.run(text, params, options)
  }

  async one<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options?: CallOptions,
  ): Promise<R> {
    const row = onlyRow<R>(await this.query<R>(text, params, options))
    if (row === undefined)
      throw new RowhouseError(
        'NO_ROWS',
        'the query answered no row, where exactly one was asked for; use maybeOne if it may be missing',
      )
    return row
  }

  async maybeOne<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options?: CallOptions,
  ): Promise<R | undefined> {
    return onlyRow<R>(await this.query<R>(text, params, options))
  }

  async many<R extends object = UnknownRow>(
    text: string,
    params: readonly unknown[] = [],
    options?: CallOptions,
  ): Promise<R[]> {
    const { rows } = await this.query<R>(text, params, options)
    return rows
  }

  async execute(text: string, params: readonly unknown[] = [], options?: CallOptions): Promise<number> {
    const { rowCount } = await this.run(text, params, options)
    return rowCount
  }
}

function onlyRow<R extends object>({ rows }: Result<R>): R | undefined {
  if (rows.length <= 1) return rows[0]
  throw new RowhouseError(
    'TOO_MANY_ROWS',
    `the query answered ${rows.length} rows, where one was asked for; narrow it, or use many`,
    {
      facts: { rowCount: rows.length },
    },
  )
}
