import type { Queryable } from '../../query/index.ts'

/** The deferrable constraints of a database. */
export interface Deferrable {
  readonly name: string
  /** Does a transaction begin with it deferred? */
  readonly deferred: boolean
}

/** Finds the constraints that a transaction may check late. */
export async function findDeferrable(db: Queryable): Promise<Deferrable[]> {
  const { rows } = await db.queryUnsafe(`
    select quote_ident(nspname) || '.' || quote_ident(conname) as name, condeferred as deferred
    from pg_constraint
    join pg_namespace on pg_namespace.oid = connamespace
    where condeferrable`)
  return rows as object[] as Deferrable[]
}

/** Checks what was deferred, as a commit does, and leaves every constraint as it is when a transaction begins. */
export async function checkDeferred(db: Queryable, constraints: readonly Deferrable[]): Promise<void> {
  if (constraints.length === 0) return
  await db.queryUnsafe('set constraints all immediate')
  const names = constraints.filter(({ deferred }) => deferred).map(({ name }) => name)
  if (names.length > 0) await db.queryUnsafe(`set constraints ${names.join(', ')} deferred`)
}
