import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Found } from '../check.ts'
import { rowsCheck } from '../define.ts'
import { groupBy } from '../group.ts'

interface TableRow {
  readonly path: string[]
  readonly partitioned: boolean
  /** The narrowest unique index that could become the primary key. */
  readonly candidate: Candidate | null
  readonly has_id: boolean
}

interface Candidate {
  readonly index: string
  readonly columns: string[]
  /** The unique constraint that it belongs to. */
  readonly constraint: string | null
  /** Whether a foreign key refers to it. */
  readonly referenced: boolean
}

/** Tables without a primary key. */
export const primaryKeys = rowsCheck<TableRow>({
  id: 'primary-key',
  kind: 'static',
  title: 'every table has a primary key',
  severity: 'error',
  why: 'Without a primary key no single row can be named: not by the application, and not by logical replication.',
  sql: `${scope}
    select relation.path, relation.kind = 'p' as partitioned, candidate.facts as candidate,
      exists (
        select from pg_attribute
        where attrelid = relation.oid
        and attname = 'id'
      ) as has_id
    from relation
    join pg_class as class using (oid)
    left join lateral (
      select jsonb_build_object(
          'index', class.relname,
          'columns', jsonb_agg(attribute.attname order by key.position),
          'constraint', (select conname from pg_constraint where conindid = class.oid and contype = 'u'),
          'referenced', exists (select from pg_constraint where conindid = class.oid and contype = 'f')
        ) as facts
      from pg_index as index
      join pg_class as class on class.oid = index.indexrelid
      cross join unnest(index.indkey::int2[], index.indoption::int2[]) with ordinality as key (number, option, position)
      left join pg_attribute as attribute
        on attribute.attrelid = index.indrelid and attribute.attnum = key.number and attribute.attnotnull
      where index.indrelid = relation.oid
      and index.indisunique
      and index.indisvalid
      and index.indimmediate
      and index.indpred is null
      and index.indnatts = index.indnkeyatts
      group by class.oid, class.relname, index.indnatts
      having count(attribute.attname) = index.indnatts
      and max(key.option) = 0
      order by index.indnatts, class.relname
      limit 1
    ) as candidate on true
    where relation.kind in ('r', 'p')
    and not class.relispartition
    and not exists (
      select from pg_index
      where indrelid = relation.oid
      and indisprimary
    )
    order by relation.path`,
  decide: (rows) =>
    rows.map((row) => ({
      object: displayName(row.path),
      message: `table ${displayName(row.path)} has no primary key`,
      fix: primaryKeyFix(row),
    })),
})

function primaryKeyFix({ path, partitioned, candidate, has_id }: TableRow): string | undefined {
  const table = `alter table ${quotePath(path)}`
  if (candidate !== null) return `${table} ${promote(candidate, partitioned)}`
  // The primary key of a partitioned table must hold the columns it is partitioned by; which others, only a person knows.
  if (partitioned || has_id) return undefined
  return `${table} add column "id" bigint generated always as identity primary key`
}

// A primary key beside a unique index on the same columns would be one index too many.
function promote({ index, columns, constraint, referenced }: Candidate, partitioned: boolean): string {
  const add = `add primary key (${columns.map(quoteIdentifier).join(', ')})`
  if (constraint !== null && !referenced) return `drop constraint ${quoteIdentifier(constraint)}, ${add}`
  return constraint === null && !partitioned ? `add primary key using index ${quoteIdentifier(index)}` : add
}

interface TriggerRow {
  readonly table: string[]
  readonly trigger: string
  /** The foreign key that the trigger enforces, if it is one of PostgreSQL's own. */
  readonly foreign_key: string | null
}

/** Triggers that do not fire, those that enforce foreign keys among them. */
export const disabledTriggers = rowsCheck<TriggerRow>({
  id: 'disabled-trigger',
  kind: 'static',
  title: 'no trigger is disabled',
  severity: 'warning',
  why: 'A trigger switched off for a bulk load and forgotten lets in what it should keep out; those of foreign keys let orphans in.',
  sql: `${scope}
    select relation.path as table, trigger.tgname::text as trigger, foreign_key.conname::text as foreign_key
    from pg_trigger as trigger
    join relation on relation.oid = trigger.tgrelid
    left join pg_constraint as foreign_key
      on foreign_key.oid = trigger.tgconstraint and foreign_key.contype = 'f' and trigger.tgisinternal
    where trigger.tgenabled = 'D'
    and not exists (
      select from pg_trigger as whole
      where whole.oid = trigger.tgparentid
      and whole.tgenabled = 'D'
    )
    order by relation.path, trigger.tgname`,
  decide: (rows) => [...rows.filter((row) => row.foreign_key === null).map(ownTrigger), ...foreignKeyTriggers(rows)],
})

function ownTrigger({ table, trigger }: TriggerRow): Found {
  return {
    object: displayName([...table, trigger]),
    message: `trigger ${displayName([trigger])} on ${displayName(table)} is disabled`,
    fix: `alter table ${quotePath(table)} enable trigger ${quoteIdentifier(trigger)}`,
  }
}

// A foreign key has two triggers on each of its tables, and they can only be enabled by a name that means nothing to people.
function foreignKeyTriggers(rows: readonly TriggerRow[]): Found[] {
  const own = rows.filter((row) => row.foreign_key !== null)
  return groupBy(own, (row) => displayName(row.table)).map(([object, triggers]) => ({
    object,
    severity: 'error' as const,
    message: `foreign keys are not enforced on ${object}: their triggers are disabled (${namesOf(triggers)})`,
    fix: triggers
      .map((row) => `alter table ${quotePath(row.table)} enable trigger ${quoteIdentifier(row.trigger)}`)
      .join(';\n'),
  }))
}

function namesOf(triggers: readonly TriggerRow[]): string {
  return [...new Set(triggers.map((row) => displayName([row.foreign_key ?? ''])))].join(', ')
}
