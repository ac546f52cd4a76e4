import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { rowsCheck } from '../define.ts'

interface ConstraintRow {
  readonly parent: string[]
  readonly constraint: string
  readonly domain: boolean
}

/** Constraints that hold for new rows only. */
export const notValidated = rowsCheck<ConstraintRow>({
  id: 'constraint-not-validated',
  kind: 'static',
  title: 'every constraint is validated',
  severity: 'warning',
  why: 'A constraint added as not valid says nothing about the rows that were there before.',
  sql: `${scope},
    parent as (
      select relation.oid as relation, 0::oid as domain, relation.path
      from relation
      union all
      select 0::oid, type.oid, array[schema.name, type.typname]::text[]
      from pg_type as type
      join schema on schema.oid = type.typnamespace
      where type.typtype = 'd'
    )
    select parent.path as parent, con.conname::text as constraint, parent.domain <> 0 as domain
    from pg_constraint as con
    join parent on parent.relation = con.conrelid and parent.domain = con.contypid
    where not con.convalidated
    and con.conislocal
    and con.conparentid = 0
    and coalesce((to_jsonb(con) ->> 'conenforced')::boolean, true)
    order by parent.path, con.conname`,
  decide: (rows) =>
    rows.map(({ parent, constraint, domain }) => ({
      object: displayName([...parent, constraint]),
      message: `constraint ${displayName([constraint])} on ${displayName(parent)} is not validated: older rows may break it`,
      fix: `alter ${domain ? 'domain' : 'table'} ${quotePath(parent)} validate constraint ${quoteIdentifier(constraint)}`,
    })),
})
