/**
 * Which kinds of objects there are at all, beside those that came with PostgreSQL, whose oids are below 16384. A schema of tables
 * alone has most of them not, and each query that need not be planned saves more time than this one takes.
 */
export const presence = `
  select
    exists (
      select from pg_type
      where oid >= 16384
      and (typtype in ('e', 'd', 'r') or typrelid in (select oid from pg_class where relkind = 'c' and oid >= 16384))
    ) as types,
    exists (select from pg_sequence where seqrelid >= 16384) as sequences,
    exists (select from pg_statistic_ext) as statistics,
    exists (select from pg_proc where oid >= 16384 and prokind <> 'a') as routines,
    exists (select from pg_proc where oid >= 16384 and prokind = 'a') as aggregates,
    exists (select from pg_class where oid >= 16384 and relkind in ('v', 'm')) as views,
    exists (select from pg_trigger where not tgisinternal) as triggers,
    exists (select from pg_rewrite where oid >= 16384 and rulename <> '_RETURN') as rules,
    exists (select from pg_policy) as policies,
    exists (select from pg_description where objoid >= 16384) as comments,
    exists (select from pg_class where oid >= 16384 and relacl is not null)
      or exists (select from pg_attribute where attrelid >= 16384 and attacl is not null)
      or exists (select from pg_proc where oid >= 16384)
      or exists (select from pg_namespace where oid >= 16384 and nspacl is not null) as privileges`

/** What `presence` answers. */
export type Presence = Readonly<
  Record<
    | 'types'
    | 'sequences'
    | 'statistics'
    | 'routines'
    | 'aggregates'
    | 'views'
    | 'triggers'
    | 'rules'
    | 'policies'
    | 'comments'
    | 'privileges',
    boolean
  >
>
