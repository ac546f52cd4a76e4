import { scope } from './scope.ts'

/** Enums, domains, composite types and ranges. The checks of a domain are constraints of their own. */
export const types = `${scope}
  select case type.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range type'
      else 'composite type' end as kind,
    array[schema.name, type.typname]::text[] as path,
    '' as suffix,
    null::text[] as parent,
    case type.typtype
      when 'e' then (
        select 'enum (' || coalesce(string_agg(quote_literal(label.enumlabel), ', ' order by label.enumsortorder), '') || ')'
        from pg_enum as label
        where label.enumtypid = type.oid
      )
      when 'd' then concat_ws(' ',
        format_type(type.typbasetype, type.typtypmod),
        case when type.typcollation <> base.typcollation then 'collate ' || type.typcollation::regcollation::text end,
        'default ' || pg_get_expr(type.typdefaultbin, 0),
        case when type.typnotnull then 'not null' end
      )
      when 'r' then (
        select concat_ws(', ',
          'range (subtype = ' || format_type(range.rngsubtype, null),
          'subtype_diff = ' || nullif(range.rngsubdiff, 0)::regproc::text,
          'canonical = ' || nullif(range.rngcanonical, 0)::regproc::text
        ) || ')'
        from pg_range as range
        where range.rngtypid = type.oid
      )
      else (
        select '(' || string_agg(
          format('%I %s', attribute.attname, format_type(attribute.atttypid, attribute.atttypmod)),
          ', ' order by attribute.attnum
        ) || ')'
        from pg_attribute as attribute
        where attribute.attrelid = type.typrelid
        and attribute.attnum > 0
        and not attribute.attisdropped
      )
    end as definition
  from pg_type as type
  join schema on schema.oid = type.typnamespace
  left join pg_type as base on base.oid = type.typbasetype
  left join pg_class as class on class.oid = type.typrelid
  where (type.typtype in ('e', 'd', 'r') or class.relkind = 'c')
  and not exists (
    select from extended
    where classid = 'pg_type'::regclass
    and objid = type.oid
  )
  order by 2`
