/** The row that each query of this room answers. */
export interface ObjectRow {
  readonly kind: string
  /** The parts of the name, without quotes. */
  readonly path: string[]
  /** What follows the path in the name: the argument types of a function. */
  readonly suffix: string
  /** The parts of the parent's name; null where they are the path without its last part. */
  readonly parent: string[] | null
  /** What follows the parent's path in its name. Default: nothing. */
  readonly parent_suffix?: string
  readonly definition: string
}

/**
 * Begins each query of this room: `schema` holds the schemas in `$1`, `relation` what stands in them with its oid, and
 * `extended` the objects that belong to an extension and are none of ours.
 */
export const scope = `
  with schema as (
    select oid, nspname as name
    from pg_namespace
    where nspname = any($1::text[])
  ),
  extended as (
    select classid, objid
    from pg_depend
    where deptype = 'e'
  ),
  relation as (
    select class.oid, schema.name as schema, class.relname as name, class.relkind as kind,
      array[schema.name, class.relname]::text[] as path
    from pg_class as class
    join schema on schema.oid = class.relnamespace
    where not exists (
      select from extended
      where classid = 'pg_class'::regclass
      and objid = class.oid
    )
  )`
