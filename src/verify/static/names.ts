import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { rowCheck } from '../define.ts'

interface NameRow {
  readonly path: string[]
  readonly kind:
    | 'table'
    | 'view'
    | 'materialized view'
    | 'foreign table'
    | 'sequence'
    | 'index'
    | 'type'
    | 'function'
    | 'column'
  readonly reserved: boolean
}

/** Names that SQL reads only in quotes. */
export const quotedNames = rowCheck<NameRow>({
  id: 'quoted-identifier',
  kind: 'static',
  title: 'names need no quotes',
  severity: 'info',
  why: 'A name with capitals, spaces or the spelling of a key word must be quoted wherever it is used, and is misspelt where it is not.',
  sql: `${scope},
    named as (
      select path, name::text as name,
        case kind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
          when 'S' then 'sequence' when 'i' then 'index' when 'I' then 'index' else 'table' end as kind
      from relation
      where kind <> 'c'
      union all
      select relation.path || attribute.attname::text, attribute.attname, 'column'
      from relation
      join pg_attribute as attribute on attribute.attrelid = relation.oid
      where relation.kind in ('r', 'p', 'v', 'm', 'f')
      and attribute.attnum > 0
      and attribute.attinhcount = 0
      and not attribute.attisdropped
      union all
      select array[schema.name, type.typname]::text[], type.typname, 'type'
      from pg_type as type
      join schema on schema.oid = type.typnamespace
      left join pg_class as composite on composite.oid = type.typrelid
      where (type.typtype in ('e', 'd', 'r') or composite.relkind = 'c')
      and not exists (select from extended where classid = 'pg_type'::regclass and objid = type.oid)
      union all
      select distinct array[schema.name, routine.proname]::text[], routine.proname, 'function'
      from pg_proc as routine
      join schema on schema.oid = routine.pronamespace
      where not exists (select from extended where classid = 'pg_proc'::regclass and objid = routine.oid)
    )
    select named.path, named.kind, keyword.word is not null as reserved
    from named
    left join pg_get_keywords() as keyword on keyword.word = named.name and keyword.catcode in ('R', 'T')
    where named.name !~ '^[a-z_][a-z0-9_$]*$'
    or keyword.word is not null
    order by named.path`,
  find: (row) => ({
    object: displayName(row.path),
    message: `${row.kind} ${row.path.map(quoteIdentifier).join('.')} ${row.reserved ? 'is a key word' : 'needs quotes'}; rename it, in the queries too`,
    fix: row.reserved ? undefined : rename(row),
  }),
})

function rename({ path, kind }: NameRow): string | undefined {
  const name = path.at(-1)!
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_$]+/g, '_')
    .replace(/^(?=[0-9$])/, '_')
  // Functions of one name are told apart by their arguments, and a name without a letter is for a person to find.
  if (kind === 'function' || !/[a-z]/.test(plain)) return undefined
  if (kind !== 'column') return `alter ${kind} ${quotePath(path)} rename to ${quoteIdentifier(plain)}`
  return `alter table ${quotePath(path.slice(0, -1))} rename column ${quoteIdentifier(name)} to ${quoteIdentifier(plain)}`
}
