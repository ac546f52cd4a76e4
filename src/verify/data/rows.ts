import { displayName, quotePath, scope } from '../../catalog/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Subject } from '../check.ts'
import { readingCheck, rowCheck } from '../define.ts'

/** Tables without a row. */
export const emptyTables = rowCheck<{ readonly path: string[] }>({
  id: 'empty-table',
  kind: 'data',
  title: 'every table is in use',
  severity: 'info',
  why: 'A table that is still empty in production is one that nobody uses, or one whose reference data never came.',
  profile: 'production',
  sql: `${scope}
    select relation.path
    from relation
    where relation.kind = 'r'
    and pg_relation_size(relation.oid) = 0
    order by relation.path`,
  find: ({ path }) => ({
    object: displayName(path),
    message: `table ${displayName(path)} is empty; fill it, or drop it`,
  }),
})

interface NameColumn {
  readonly table: string[]
  readonly column: string
}

interface Duplicates extends NameColumn {
  readonly groups: string
}

/** Names of people and things that differ in capitals alone. */
export const caseDuplicates = readingCheck<Duplicates>({
  id: 'case-insensitive-duplicates',
  kind: 'data',
  title: 'no two names differ in capitals alone',
  severity: 'warning',
  why: 'Ada@example.com and ada@example.com are one person to everybody but a unique index on the text as it was typed.',
  deep: true,
  read: countDuplicates,
  decide: (rows) =>
    rows
      .filter((row) => row.groups !== '0')
      .map(({ table, column, groups }) => ({
        object: displayName([...table, column]),
        message: `${displayName([...table, column])} has ${groups} ${groups === '1' ? 'value' : 'values'} in several spellings; merge those rows, then create a unique index on (lower(${displayName([column])}))`,
      })),
})

// What a unique index on lower(…) keeps apart has no duplicates, and citext sees none.
const nameColumns = `${scope}
  select relation.path as table, attribute.attname as column
  from relation
  join pg_class as class using (oid)
  join pg_attribute as attribute on attribute.attrelid = relation.oid
  where relation.kind in ('r', 'p')
  and not class.relispartition
  and attribute.attname in ('email', 'username', 'user_name', 'login', 'slug', 'handle')
  and attribute.atttypid in ('text'::regtype, 'varchar'::regtype)
  and not exists (
    select from pg_index as index
    where index.indrelid = relation.oid
    and index.indisunique
    and index.indisvalid
    and index.indpred is null
    and pg_get_expr(index.indexprs, index.indrelid) ~ format('^lower\\(\\(?%s(\\)::text)?\\)$', attribute.attname)
  )
  order by relation.path, attribute.attname`

async function countDuplicates(tx: Queryable, { schemas }: Subject): Promise<Duplicates[]> {
  const counted: Duplicates[] = []
  for (const row of await tx.many<NameColumn>(nameColumns, [schemas])) {
    const { groups } = await tx.one<{ groups: string }>(`
      select count(*)::text as groups
      from (
        select
        from ${quotePath(row.table)}
        where ${quoteIdentifier(row.column)} is not null
        group by lower(${quoteIdentifier(row.column)})
        having count(*) > 1
      ) as spelling`)
    counted.push({ ...row, groups })
  }
  return counted
}
