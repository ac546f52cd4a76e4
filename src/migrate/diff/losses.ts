import { type Catalog, compareCatalogs, displayName } from '../../catalog/index.ts'
import type { Queryable } from '../../query/index.ts'

/** What holds rows and values, told apart by what PostgreSQL itself tells it apart by: never by a name. */
export interface Identity {
  readonly kind: 'table' | 'column' | 'sequence'
  /** The oid of the table or sequence, and the number of the column. */
  readonly id: string
  readonly name: string
  /** The id of what it goes away with: the table of a column, the column or table of a sequence. */
  readonly parents: readonly string[]
}

/** Reads the tables, columns and sequences of a database. */
export async function readIdentities(db: Queryable): Promise<Identity[]> {
  const rows = await db.many<Row>(`
    with relation as (
      select class.oid, class.relkind, array[namespace.nspname, class.relname]::text[] as path
      from pg_class as class
      join pg_namespace as namespace on namespace.oid = class.relnamespace
      where namespace.nspname !~ '^pg_'
      and namespace.nspname not in ('information_schema', 'rowhouse')
      and class.relkind in ('r', 'p', 'f', 'S')
    )
    select case relkind when 'S' then 'sequence' else 'table' end as kind, oid::text as id, path,
      array(
        select depend.refobjid::text || case depend.refobjsubid when 0 then '' else '.' || depend.refobjsubid end
        from pg_depend as depend
        where depend.classid = 'pg_class'::regclass
        and depend.objid = relation.oid
        and depend.refclassid = 'pg_class'::regclass
        and relkind = 'S'
      ) as parents
    from relation
    union all
    select 'column', attribute.attrelid || '.' || attribute.attnum, path || attribute.attname::text, array[oid::text]
    from relation
    join pg_attribute as attribute on attribute.attrelid = relation.oid
    where relkind <> 'S'
    and attribute.attnum > 0
    and not attribute.attisdropped`)
  return rows.map(({ path, ...row }) => ({ ...row, name: displayName(path) }))
}

interface Row extends Omit<Identity, 'name'> {
  readonly path: string[]
}

/** Something that a migration would destroy, with the word that allows it. */
export interface Loss {
  readonly what: string
  /** `drop-column:users.fax` */
  readonly allowance: string
}

/** What was there before and is not there any more: rows, values, types, schemas. */
export function lossesBetween(before: readonly Identity[], after: readonly Identity[]): Loss[] {
  const kept = new Set(after.map(({ id }) => id))
  const lost = before.filter(({ id }) => !kept.has(id))
  const ids = new Set(lost.map(({ id }) => id))
  return lost
    .filter(({ parents }) => !parents.some((parent) => ids.has(parent)))
    .map(({ kind, name }) => loss(kind, name))
}

/** What a catalog held that another does not, of what holds no rows and is missed all the same. */
export function lossesOfKind(before: Catalog, after: Catalog): Loss[] {
  return compareCatalogs(after, before).flatMap(({ change, kind, name, expected, live }) => {
    if (kind === 'enum' && change === 'different') return lostLabels(name, live!.definition, expected!.definition)
    return change === 'unexpected' && keptKinds.has(kind) ? [loss(wordOf[kind] ?? kind, name)] : []
  })
}

const keptKinds: ReadonlySet<string> = new Set([
  'schema',
  'extension',
  'enum',
  'domain',
  'composite type',
  'range type',
  'materialized view',
])
const wordOf: Readonly<Record<string, string>> = {
  enum: 'type',
  domain: 'type',
  'composite type': 'type',
  'range type': 'type',
  'materialized view': 'materialized-view',
}

function loss(kind: string, name: string): Loss {
  return { what: `${kind.replace('-', ' ')} ${name}`, allowance: `drop-${kind}:${name.replace(/^public\./, '')}` }
}

function lostLabels(name: string, before: string, after: string): Loss[] {
  const kept = new Set(labelsOf(after))
  return labelsOf(before)
    .filter((label) => !kept.has(label))
    .map((label) => ({
      what: `value ${label} of ${name}`,
      allowance: `drop-value:${name.replace(/^public\./, '')}.${label.slice(1, -1)}`,
    }))
}

function labelsOf(definition: string): string[] {
  return definition.match(/'(?:[^']|'')*'/g) ?? []
}
