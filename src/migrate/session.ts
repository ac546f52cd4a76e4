import { DatabaseError } from '../errors/index.ts'
import type { Queryable, Transaction } from '../query/index.ts'

/** Undoes what a script has set in its session (roles, settings, temporary tables), so that it cannot reach the next one. */
export async function resetSession(connection: Queryable): Promise<void> {
  await connection.script('reset role; reset session authorization; reset all; discard temp')
}

/**
 * Lets the server end a statement within a second when this process dies. Without it, the statement of a killed runner goes on,
 * and is committed.
 */
export async function endWithClient(connection: Queryable): Promise<void> {
  try {
    await connection.query(`
      select set_config(name, '500ms', false)
      from pg_settings
      where name = 'client_connection_check_interval'`)
  } catch (error) {
    // Servers on platforms that cannot tell refuse any value but 0.
    const unsupported = error instanceof DatabaseError && error.code === '22023'
    if (!unsupported) throw error
  }
}

/** Gives the session the role and the encoding that it came with, so that the history can be written after a script. */
export async function restoreSession(tx: Transaction): Promise<void> {
  await tx.script('reset role; reset session authorization; reset client_encoding')
}

/** Gives the transaction an id. */
export async function assignTransactionId(tx: Transaction): Promise<string> {
  const { id } = await tx.one<{ id: string }>('select pg_current_xact_id()::text as id')
  return id
}

/** Whether the session is still in the transaction that was given this id. */
export async function isInTransaction(tx: Transaction, id: string): Promise<boolean> {
  const current = await tx.one<{ id: string | null }>('select pg_current_xact_id_if_assigned()::text as id')
  return current.id === id
}
