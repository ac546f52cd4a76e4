import type { Queryable } from '../../query/index.ts'
import { ownTransaction } from '../lock.ts'
import { resetSession } from '../session.ts'
import { type MeasuredStatement, Measurement } from './measure.ts'
import type { ReadScript, ScriptStatement } from './script.ts'
import { standingEffects } from './standing-effects.ts'

/** That a script failed, and in which statement; in none when it was the commit. */
export class ScriptFailure extends Error {
  readonly read: ReadScript
  readonly statement: ScriptStatement | undefined

  constructor(read: ReadScript, statement: ScriptStatement | undefined, cause: unknown) {
    super('the script failed', { cause })
    this.read = read
    this.statement = statement
  }
}

/** Runs a script as a migration runs: in one transaction, or statement by statement. Throws `ScriptFailure`. */
export async function runScript(session: Queryable, read: ReadScript): Promise<void> {
  await inItsTransaction(session, read, (db) => runStatements(db, read))
}

/** Runs a script, and tells what each statement did to the tables that were there before. Throws `ScriptFailure`. */
export async function measureScript(session: Queryable, read: ReadScript): Promise<MeasuredStatement[]> {
  const measured: MeasuredStatement[] = []
  await inItsTransaction(session, read, async (db) => {
    const measurement = await Measurement.begin(db)
    for (const statement of read.statements) {
      const work = () => runStatement(db, read, statement)
      measured.push(read.transactional ? await measurement.of(statement, work) : await standingEffects(statement, work))
    }
  })
  return measured
}

/**
 * Ends a script inside of a transaction that goes on with another, as its commit and the next begin would: deferred
 * constraints are looked at, and deferred again; the session is reset. Throws `ScriptFailure`.
 */
export async function settle(tx: Queryable, read: ReadScript): Promise<void> {
  try {
    await tx.script('set constraints all immediate')
  } catch (error) {
    throw new ScriptFailure(read, undefined, error)
  }
  await deferAgain(tx)
  await resetSession(tx)
}

/** Runs the statements of a script in whatever transaction is open. Throws `ScriptFailure`. */
export async function runStatements(db: Queryable, read: ReadScript): Promise<void> {
  for (const statement of read.statements) await runStatement(db, read, statement)
}

async function runStatement(db: Queryable, read: ReadScript, statement: ScriptStatement): Promise<void> {
  try {
    await db.script(statement.text)
  } catch (error) {
    throw new ScriptFailure(read, statement, error)
  }
}

async function inItsTransaction(
  session: Queryable,
  read: ReadScript,
  work: (db: Queryable) => Promise<void>,
): Promise<void> {
  try {
    if (read.transactional) await session.transaction(work, { ...ownTransaction, retries: 0 })
    else await work(session)
  } catch (error) {
    throw error instanceof ScriptFailure ? error : new ScriptFailure(read, undefined, error)
  }
  await resetSession(session)
}

async function deferAgain(tx: Queryable): Promise<void> {
  const rows = await tx.many<{ name: string }>(`
    select format('%I.%I', namespace.nspname, con.conname) as name
    from pg_catalog.pg_constraint as con
    join pg_catalog.pg_namespace as namespace on namespace.oid = con.connamespace
    where con.condeferred`)
  if (rows.length > 0) await tx.script(`set constraints ${rows.map(({ name }) => name).join(', ')} deferred`)
}
