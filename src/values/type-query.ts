/** One type, as `typeQuery` describes it. */
export interface TypeRow {
  readonly oid: number
  /** The name as SQL would write it here: `mood`, `shop.price`, `"Odd name"[]`. */
  readonly name: string
  readonly kind: 'array' | 'composite' | 'domain' | 'range' | 'multirange' | 'other'
  /** The type it is made of: the element of an array, the base of a domain, the subtype of a range or multirange. */
  readonly part: number | null
  /** What separates the elements of an array; null for the other kinds. */
  readonly delimiter: string | null
  /** JSON text of `[name, oid of the type]` for each attribute of a composite in order; null for the other kinds. */
  readonly attributes: string | null
}

/**
 * Describes the types whose oids are in `$1` (an `oid[]`, as text: `{16385,16390}`) and, recursively, every type they are made
 * of. Each column is an oid or text.
 */
// `pg_range.rngmultitypid` exists since PostgreSQL 14, so it is read through to_jsonb, which does not mind its absence.
// A type is an array in the sense of array_out only if its element names it as its array type: `point` and
// `int2vector` have elements too.
export const typeQuery = `
  with recursive ranges as (
    select
      rngtypid as range,
      (to_jsonb(pg_range) ->> 'rngmultitypid')::oid as multirange,
      rngsubtype as subtype
    from pg_catalog.pg_range
  ),
  wanted (oid) as (
    select unnest($1::oid[])
    union
    select parts.oid
    from wanted
    join pg_catalog.pg_type as type on type.oid = wanted.oid
    cross join lateral (
      values (type.typelem), (type.typbasetype)
      union all
      select subtype
      from ranges
      where type.oid in (range, multirange)
      union all
      select atttypid
      from pg_catalog.pg_attribute
      where attrelid = type.typrelid
        and attnum > 0
        and not attisdropped
    ) as parts (oid)
    where parts.oid <> 0
  )
  select
    type.oid,
    pg_catalog.format_type(type.oid, null) as name,
    case
      when element.oid is not null then 'array'
      when type.typtype = 'c' then 'composite'
      when type.typtype = 'd' then 'domain'
      when type.typtype = 'r' then 'range'
      when type.typtype = 'm' then 'multirange'
      else 'other'
    end as kind,
    coalesce(element.oid, ranges.subtype, nullif(type.typbasetype, 0)) as part,
    element.typdelim::text as delimiter,
    case
      when type.typtype = 'c' then (
        select coalesce(json_agg(json_build_array(attname, atttypid::int8) order by attnum), '[]')::text
        from pg_catalog.pg_attribute
        where attrelid = type.typrelid
          and attnum > 0
          and not attisdropped
      )
    end as attributes
  from wanted
  join pg_catalog.pg_type as type on type.oid = wanted.oid
  left join pg_catalog.pg_type as element on element.oid = type.typelem and element.typarray = type.oid
  left join ranges on type.oid in (ranges.range, ranges.multirange)`
