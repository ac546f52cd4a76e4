import { scope } from './scope.ts'

/**
 * Constraints of tables and domains. What a partition or a child table has only because its parent has it is left out, and so
 * are the not-null constraints that PostgreSQL 18 began to list here: the column says `not null` on every version.
 */
export const constraints = `${scope}
  select 'constraint' as kind,
    parent.path || con.conname::text as path,
    '' as suffix,
    parent.path as parent,
    pg_get_constraintdef(con.oid) as definition
  from pg_constraint as con
  join lateral (
    select relation.path
    from relation
    where relation.oid = con.conrelid
    union all
    select array[schema.name, type.typname]::text[]
    from pg_type as type
    join schema on schema.oid = type.typnamespace
    where type.oid = con.contypid
    and not exists (
      select from extended
      where classid = 'pg_type'::regclass
      and objid = type.oid
    )
  ) as parent on true
  where con.contype in ('c', 'f', 'p', 'u', 'x')
  and con.conparentid = 0
  and con.conislocal
  order by parent.path, array_position(array['p', 'u', 'x', 'c', 'f'], con.contype::text), con.conname`

/** Indexes, save those that belong to a constraint or are a partition of another index. */
export const indexes = `${scope}
  select 'index' as kind,
    relation.path,
    '' as suffix,
    array[namespace.nspname, class.relname]::text[] as parent,
    concat_ws(' ',
      regexp_replace(pg_get_indexdef(index.indexrelid), ' ON ONLY ', ' ON '),
      case when not index.indisvalid then '/* invalid */' end
    ) as definition
  from pg_index as index
  join relation on relation.oid = index.indexrelid
  join pg_class as class on class.oid = index.indrelid
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  where not exists (
    select from pg_constraint
    where conindid = index.indexrelid
    and contype in ('p', 'u', 'x')
  )
  and not exists (
    select from pg_inherits
    where inhrelid = index.indexrelid
  )
  order by relation.path`

/** Extended statistics. */
export const statistics = `${scope}
  select 'statistics' as kind,
    array[schema.name, statistic.stxname]::text[] as path,
    '' as suffix,
    array[namespace.nspname, class.relname]::text[] as parent,
    pg_get_statisticsobjdef(statistic.oid) as definition
  from pg_statistic_ext as statistic
  join schema on schema.oid = statistic.stxnamespace
  join pg_class as class on class.oid = statistic.stxrelid
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  order by 2`

/** Triggers, save those that PostgreSQL made itself for a foreign key or for a partition. */
export const triggers = `${scope}
  select 'trigger' as kind,
    relation.path || trigger.tgname::text as path,
    '' as suffix,
    relation.path as parent,
    concat_ws(' ',
      pg_get_triggerdef(trigger.oid),
      case trigger.tgenabled when 'D' then '/* disabled */' when 'R' then '/* replica */' when 'A' then '/* always */' end
    ) as definition
  from pg_trigger as trigger
  join relation on relation.oid = trigger.tgrelid
  where not trigger.tgisinternal
  and trigger.tgparentid = 0
  order by relation.path, trigger.tgname`

/** Rewrite rules, save the one that every view is made of. */
export const rules = `${scope}
  select 'rule' as kind,
    relation.path || rewrite.rulename::text as path,
    '' as suffix,
    relation.path as parent,
    rtrim(pg_get_ruledef(rewrite.oid), ';') as definition
  from pg_rewrite as rewrite
  join relation on relation.oid = rewrite.ev_class
  where rewrite.rulename <> '_RETURN'
  order by relation.path, rewrite.rulename`

/** Row security policies. */
export const policies = `${scope}
  select 'policy' as kind,
    relation.path || policy.polname::text as path,
    '' as suffix,
    relation.path as parent,
    concat_ws(' ',
      case when policy.polpermissive then 'as permissive' else 'as restrictive' end,
      'for ' || case policy.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
        when 'd' then 'delete' else 'all' end,
      'to ' || (
        select string_agg(case role when 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ' order by 1)
        from unnest(policy.polroles) as role
      ),
      'using (' || pg_get_expr(policy.polqual, policy.polrelid) || ')',
      'with check (' || pg_get_expr(policy.polwithcheck, policy.polrelid) || ')'
    ) as definition
  from pg_policy as policy
  join relation on relation.oid = policy.polrelid
  order by relation.path, policy.polname`
