/** Every function, with its signature. */
export const functionsQuery = `
  select
    oid,
    proname::text as name,
    proname || '(' || pg_catalog.oidvectortypes(proargtypes) || ')' as signature,
    proisstrict as strict,
    proretset as "returnsSet",
    pronamespace = 'pg_catalog'::regnamespace as core
  from pg_catalog.pg_proc`

/** Every operator. */
export const operatorsQuery = `
  select
    oid,
    oprname::text as name,
    oprnamespace = 'pg_catalog'::regnamespace as core,
    oprleft as left,
    oprright as right
  from pg_catalog.pg_operator`

/** Every data type. A type is an array in the sense of array_out only if its element names it as its array type. */
export const typesQuery = `
  select
    type.oid,
    pg_catalog.format_type(type.oid, null) as name,
    type.typnamespace = 'pg_catalog'::regnamespace as core,
    case
      when element.oid is not null then 'array'
      when type.typtype = 'c' then 'composite'
      when type.typtype = 'd' then 'domain'
      when type.typtype = 'e' then 'enum'
      when type.typtype = 'r' then 'range'
      when type.typtype = 'm' then 'multirange'
      else 'other'
    end as kind,
    coalesce(element.oid, range.rngsubtype, type.typbasetype, 0) as part,
    type.typnotnull as "notNull",
    type.typcategory::text as category,
    to_json(array(
      select enumlabel
      from pg_catalog.pg_enum
      where enumtypid = type.oid
      order by enumsortorder
    )) as labels,
    case
      when type.typtype = 'c' then (
        select coalesce(json_agg(json_build_array(attname, atttypid::int8) order by attnum), '[]')
        from pg_catalog.pg_attribute
        where attrelid = type.typrelid
          and attnum > 0
          and not attisdropped
      )
      else '[]'
    end as attributes
  from pg_catalog.pg_type as type
  left join pg_catalog.pg_type as element on element.oid = type.typelem and element.typarray = type.oid
  left join pg_catalog.pg_range as range on type.oid in (range.rngtypid, range.rngmultitypid)`

/** Every relation that a query can name. */
export const relationsQuery = `
  select
    relation.oid,
    relnamespace::regnamespace::text as schema,
    relname::text as name,
    relkind::text as kind,
    relrowsecurity as "rowSecurity",
    relkind in ('r', 'p') and not relhasrules as "returnsStored",
    relkind = 'r' and not relhasrules and not relhassubclass and not exists (
      select
      from pg_catalog.pg_trigger
      where tgrelid = relation.oid
        and not tgisinternal
    ) as "keepsValues"
  from pg_catalog.pg_class as relation
  where relkind in ('r', 'p', 'v', 'm', 'f')
    and relnamespace <> 'pg_toast'::regnamespace`

// Since PostgreSQL 18 pg_attribute.attnotnull is also true for a constraint that is not validated, so that the constraint itself
// is asked; the system's own tables have none. A table that inherits may lack the constraint of its parent, so that each column
// is only as good as the same one in everything below. A foreign table's constraint is a claim that nobody checks.
/** Every column of those relations. */
export const columnsQuery = `
  with recursive own as (
    select
      attrelid,
      attnum,
      attname,
      atttypid,
      attndims,
      attgenerated,
      attnotnull
        and relkind in ('r', 'p')
        and (
          current_setting('server_version_num')::int4 < 180000
          or relnamespace = 'pg_catalog'::regnamespace
          or exists (
            select
            from pg_catalog.pg_constraint
            where conrelid = attrelid
              and contype = 'n'
              and conkey = array[attnum]
              and convalidated
          )
        ) as refuses
    from pg_catalog.pg_attribute
    join pg_catalog.pg_class as relation on relation.oid = attrelid
    where attnum > 0
      and not attisdropped
      and relkind in ('r', 'p', 'v', 'm', 'f')
      and relnamespace <> 'pg_toast'::regnamespace
  ),
  descendants (ancestor, oid) as (
    select inhparent, inhrelid
    from pg_catalog.pg_inherits
    union
    select ancestor, inhrelid
    from descendants
    join pg_catalog.pg_inherits on inhparent = descendants.oid
  )
  select
    own.attrelid as relation,
    own.attnum as number,
    own.attname::text as name,
    own.atttypid as type,
    own.attndims as dimensions,
    own.attgenerated <> '' as generated,
    own.refuses and not exists (
      select
      from descendants
      join own as below on below.attrelid = descendants.oid and below.attname = own.attname
      where ancestor = own.attrelid
        and not below.refuses
    ) as "notNull"
  from own`

/** The analysed query of each view that is not the system's own. */
export const viewsQuery = `
  select ev_class as oid, ev_action::text as tree
  from pg_catalog.pg_rewrite
  join pg_catalog.pg_class as relation on relation.oid = ev_class
  where relkind = 'v'
    and ev_type = '1'
    and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`
