import { scope } from './scope.ts'

/** The schemas themselves; `public` is there from the start and is left out. */
export const schemas = `${scope}
  select 'schema' as kind, array[schema.name]::text[] as path, '' as suffix, null::text[] as parent, '' as definition
  from schema
  where schema.name <> 'public'
  order by 2`

/** Extensions, without their versions, which are the server's affair; `plpgsql` is there from the start and is left out. */
export const extensions = `
  select 'extension' as kind, array[extension.extname]::text[] as path, '' as suffix, null::text[] as parent, '' as definition
  from pg_extension as extension
  where extension.extname <> 'plpgsql'
  and $1::text[] is not null
  order by 2`

/**
 * Comments on anything in the schemas. What came with PostgreSQL has an oid below 16384 and is passed over first, since naming its
 * thousands of objects takes longer than all the rest.
 */
export const comments = `${scope}
  select 'comment' as kind,
    '{}'::text[] as path,
    'on ' || object.type || ' ' || object.identity as suffix,
    address.object_names as parent,
    case when object.type in ('function', 'procedure', 'aggregate')
      then '(' || array_to_string(address.object_args, ', ') || ')' else '' end as parent_suffix,
    quote_literal(description.description) as definition
  from pg_description as description,
    pg_identify_object(description.classoid, description.objoid, description.objsubid) as object,
    pg_identify_object_as_address(description.classoid, description.objoid, description.objsubid) as address
  where description.objoid >= 16384
  and exists (
    select from schema
    where schema.name in (object.schema, address.object_names[1])
    and (schema.name <> 'public' or object.type <> 'schema')
  )
  and not exists (
    select from extended
    where classid = description.classoid
    and objid = description.objoid
  )
  order by 3`

/**
 * What roles other than the owner may do. The privilege MAINTAIN is left out, since it exists only from PostgreSQL 17 on and
 * comes with every `grant all` there; so are the privileges on `public` itself, whose default differs between versions. Where none
 * are written down the defaults hold, which give something to others for routines alone.
 */
export const privileges = `${scope},
  granted as (
    select relation.path, '' as suffix, case relation.kind when 'S' then 'sequence' else 'table' end as type,
      class.relowner as owner, class.relacl as acl
    from relation
    join pg_class as class using (oid)
    where relation.kind in ('r', 'p', 'v', 'm', 'f', 'S')
    and class.relacl is not null
    union all
    select relation.path || attribute.attname::text, '', 'column', class.relowner, attribute.attacl
    from relation
    join pg_class as class using (oid)
    join pg_attribute as attribute on attribute.attrelid = class.oid
    where attribute.attacl is not null
    union all
    select array[schema.name, proc.proname]::text[], '(' || oidvectortypes(proc.proargtypes) || ')', 'routine', proc.proowner,
      coalesce(proc.proacl, acldefault('f', proc.proowner))
    from pg_proc as proc
    join schema on schema.oid = proc.pronamespace
    where not exists (
      select from pg_depend
      where classid = 'pg_proc'::regclass
      and objid = proc.oid
      and deptype in ('e', 'i')
    )
    union all
    select array[schema.name]::text[], '', 'schema', namespace.nspowner, namespace.nspacl
    from schema
    join pg_namespace as namespace using (oid)
    where schema.name <> 'public'
    and namespace.nspacl is not null
  )
  select 'privilege' as kind,
    '{}'::text[] as path,
    format('on %s %s to %s', granted.type,
      (
        select string_agg(quote_ident(part), '.' order by number)
        from unnest(granted.path) with ordinality as parts (part, number)
      ) || granted.suffix,
      case item.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(item.grantee)) end) as suffix,
    granted.path as parent,
    granted.suffix as parent_suffix,
    string_agg(lower(item.privilege_type) || case when item.is_grantable then ' with grant option' else '' end, ', '
      order by item.privilege_type) as definition
  from granted, aclexplode(granted.acl) as item
  where item.grantee <> granted.owner
  and item.privilege_type <> 'MAINTAIN'
  group by granted.type, granted.path, granted.suffix, item.grantee
  order by 3`
