import { DatabaseError } from '../errors/index.ts'
import type { Queryable, Transaction } from '../query/index.ts'
import { quoteIdentifier } from '../sql/index.ts'
import type { Timeouts } from './timeouts.ts'

/** What a script's session begins with. */
export interface SessionSettings extends Timeouts {
  /** The role as which scripts run; absent: the one that logged in. */
  readonly role?: string | undefined
}

const reset = 'reset role; reset session authorization; reset all; discard temp'

/** Undoes what a script has set in its session (roles, settings, temporary tables), so that it cannot reach the next one. */
export async function resetSession(connection: Queryable): Promise<void> {
  await connection.script(reset)
}

/**
 * Makes the session of this transaction a clean one, with the timeouts for a script. All of it within the
 * transaction, so that through a transaction pooler it reaches the session that runs the script, and nobody else.
 */
export async function beginScript(tx: Transaction, settings: SessionSettings): Promise<void> {
  await tx.script(`${reset}; ${statementsFor(settings, 'set local')}`)
  await endWithClient(tx, true)
}

/** From here on the transaction's statements run as the role for scripts, if there is one. */
export async function takeRole(tx: Transaction, { role }: SessionSettings): Promise<void> {
  if (role !== undefined) await tx.script(`set local role ${quoteIdentifier(role)}`)
}

/** Like `beginScript` and `takeRole`, for a session of its own whose statements are sent alone. */
export async function beginSession(connection: Queryable, settings: SessionSettings): Promise<void> {
  await resetSession(connection)
  await connection.script(statementsFor(settings, 'set'))
  await endWithClient(connection, false)
  if (settings.role !== undefined) await connection.script(`set role ${quoteIdentifier(settings.role)}`)
}

function statementsFor({ statementTimeout }: SessionSettings, set: 'set' | 'set local'): string {
  return [
    `${set} standard_conforming_strings = on`,
    // Whoever waits and blocks nobody may wait; the short one is set before what blocks.
    `${set} lock_timeout = 0`,
    ...(statementTimeout === undefined ? [] : [`${set} statement_timeout = ${statementTimeout}`]),
  ].join('; ')
}

/**
 * Lets the server end a statement within a second when this process dies. Without it, the statement of a killed runner goes on,
 * and what was sent alone is kept.
 */
async function endWithClient(connection: Queryable, local: boolean): Promise<void> {
  try {
    await connection.transaction((inner) =>
      inner.query(
        `select set_config(name, '500ms', $1::bool)
         from pg_catalog.pg_settings
         where name = 'client_connection_check_interval'`,
        [local],
      ),
    )
  } catch (error) {
    // Servers on platforms that cannot tell refuse any value but 0.
    const unsupported = error instanceof DatabaseError && error.code === '22023'
    if (!unsupported) throw error
  }
}

/** Waits `ms` milliseconds for a lock at most, from here to the end of the transaction. */
export async function limitLocks(tx: Transaction, ms: number): Promise<void> {
  await tx.script(`set local lock_timeout = ${ms}`)
}

/**
 * Gives the session back what it came with, so that the history can be written after a script and nothing of the script stays
 * with the session.
 */
export async function restoreSession(tx: Transaction): Promise<void> {
  await tx.script('reset role; reset session authorization; reset all')
}

/** For the rest of this transaction, gives a session that a script may have changed the role that logged in and its encoding. */
export async function stepAside(tx: Transaction): Promise<void> {
  await tx.script(
    'set local session authorization default; set local role none; set local client_encoding to default; set local lock_timeout = 0',
  )
}

/** A transaction as the server knows it. */
export interface TransactionIdentity {
  readonly id: string
  /** Its backend. */
  readonly pid: number
}

/** Gives the transaction an id. */
export function assignTransactionId(tx: Transaction): Promise<TransactionIdentity> {
  return tx.one<{ id: string; pid: number }>('select pg_current_xact_id()::text as id, pg_backend_pid() as pid')
}

/** Whether the session is still in the transaction that was given this id. */
export async function isInTransaction(tx: Transaction, { id }: TransactionIdentity): Promise<boolean> {
  const current = await tx.one<{ id: string | null }>('select pg_current_xact_id_if_assigned()::text as id')
  return current.id === id
}
