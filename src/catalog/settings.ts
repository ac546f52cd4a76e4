import type { Queryable } from '../query/index.ts'

/**
 * Runs `work` with settings that hold only for it, in a transaction that is already open. They are put back afterwards, since
 * a setting made in a savepoint would otherwise last to the end of the outermost transaction; when `work` throws, its rollback
 * puts them back.
 */
export async function withSettings<T>(
  tx: Queryable,
  settings: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = await tx.many<Setting>(
    `
    select name, current_setting(name) as value
    from unnest($1::text[]) as name`,
    [Object.keys(settings)],
  )
  await set(tx, settings)
  const result = await work()
  await set(tx, Object.fromEntries(before.map(({ name, value }) => [name, value])))
  return result
}

interface Setting {
  readonly name: string
  readonly value: string
}

async function set(tx: Queryable, settings: Readonly<Record<string, string>>): Promise<void> {
  await tx.query(
    `
    select set_config(name, value, true)
    from unnest($1::text[], $2::text[]) as setting (name, value)`,
    [Object.keys(settings), Object.values(settings)],
  )
}
