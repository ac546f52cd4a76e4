import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { DatabaseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Subject } from '../check.ts'
import { readingCheck } from '../define.ts'

interface BtreeRow {
  readonly path: string[]
}

interface Verdict extends BtreeRow {
  readonly fault: string | null
}

/** B-tree indexes that contradict themselves or their tables. */
export const corruptIndexes = readingCheck<Verdict>({
  id: 'corrupt-index',
  kind: 'data',
  title: 'indexes agree with their tables',
  severity: 'error',
  why: 'A damaged index hides rows and lets duplicates in; the usual cause is an upgrade of the operating system that sorts text anew.',
  deep: true,
  needs: { extension: 'amcheck' },
  read: checkIndexes,
  decide: (rows) =>
    rows.flatMap(({ path, fault }) =>
      fault === null
        ? []
        : [
            {
              object: displayName(path),
              message: `index ${displayName(path)} is corrupt: ${fault}`,
              fix: `reindex index concurrently ${quotePath(path)}`,
            },
          ],
    ),
})

async function checkIndexes(tx: Queryable, { schemas }: Subject): Promise<Verdict[]> {
  const { schema } = await tx.one<{ schema: string }>(`
    select namespace.nspname as schema
    from pg_extension as extension
    join pg_namespace as namespace on namespace.oid = extension.extnamespace
    where extension.extname = 'amcheck'`)
  const verdicts: Verdict[] = []
  for (const { path } of await tx.many<BtreeRow>(btrees, [schemas]))
    verdicts.push({ path, fault: await faultOf(tx, schema, path) })
  return verdicts
}

const btrees = `${scope}
  select relation.path
  from relation
  join pg_class as class using (oid)
  join pg_index as index on index.indexrelid = relation.oid
  join pg_am as method on method.oid = class.relam
  where relation.kind = 'i'
  and method.amname = 'btree'
  and class.relpersistence <> 't'
  and index.indisvalid
  and index.indisready
  order by relation.path`

// What amcheck says of an index is an error of the statement: a savepoint keeps it from the other indexes.
async function faultOf(tx: Queryable, schema: string, path: readonly string[]): Promise<string | null> {
  try {
    await tx.transaction((inner) =>
      inner.queryUnsafe(`select ${quoteIdentifier(schema)}.bt_index_check($1::text::regclass, true)`, [
        quotePath(path),
      ]),
    )
    return null
  } catch (error) {
    if (error instanceof DatabaseError && corruption.has(error.code)) return error.message
    throw error
  }
}

// data_corrupted and index_corrupted
const corruption: ReadonlySet<string> = new Set(['XX001', 'XX002'])
