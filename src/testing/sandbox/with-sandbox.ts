import type { Database } from '../../database/index.ts'
import type { IsolationLevel } from '../../query/index.ts'
import { type Sandbox, TransactionSandbox } from './sandbox.ts'

/** Options of `withSandbox`. */
export interface SandboxOptions {
  /** The isolation of the sandbox's transaction. Default: the server's `default_transaction_isolation`. */
  readonly isolation?: IsolationLevel
}

/**
 * Runs `test` in a transaction that is always rolled back, and answers what it answered. What it is given is a `Database` for
 * the program under test, whose transactions are savepoints. Throws what `test` throws, what a commit would have thrown of
 * deferred constraints, and `TRANSACTION_OUTLIVED` when something was not awaited.
 */
export async function withSandbox<T>(
  db: Database,
  test: (sandbox: Sandbox) => Promise<T>,
  options: SandboxOptions = {},
): Promise<T> {
  const end = new End<T>()
  try {
    return await db.transaction(
      async (tx) => {
        const sandbox = new TransactionSandbox(tx, `a sandbox in ${db.description}`)
        end.answer = { value: await test(sandbox) }
        await sandbox.finish()
        throw end
      },
      { ...options, retries: 0 },
    )
  } catch (error) {
    if (error === end && end.answer !== undefined) return end.answer.value
    throw error
  }
}

/** What ends a test that has passed, so that its transaction is rolled back. */
class End<T> extends Error {
  answer: { readonly value: T } | undefined
}
