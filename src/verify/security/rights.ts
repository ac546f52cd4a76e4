import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { rowCheck } from '../define.ts'

interface RoutineRow {
  readonly schema: string
  readonly name: string
  readonly arguments: string
  readonly kind: 'function' | 'procedure'
}

/** Functions that run with the rights of their owner on a search_path that the caller chooses. */
export const unsafeDefiners = rowCheck<RoutineRow>({
  id: 'security-definer-search-path',
  kind: 'security',
  title: 'security definer functions set their search_path',
  severity: 'error',
  why: 'Whoever calls such a function chooses what its names mean, and so runs code of his own with the rights of the owner.',
  sql: `${scope}
    select schema.name as schema, routine.proname as name,
      pg_get_function_identity_arguments(routine.oid) as arguments,
      case routine.prokind when 'p' then 'procedure' else 'function' end as kind
    from pg_proc as routine
    join schema on schema.oid = routine.pronamespace
    where routine.prosecdef
    and not exists (select from extended where classid = 'pg_proc'::regclass and objid = routine.oid)
    and not exists (
      select from unnest(routine.proconfig) as setting
      where setting like 'search_path=%'
    )
    order by schema.name, routine.proname, 3`,
  find: ({ schema, name, arguments: types, kind }) => ({
    object: `${displayName([schema, name])}(${types})`,
    message: `${kind} ${displayName([schema, name])}(${types}) is security definer and sets no search_path`,
    fix: `alter ${kind} ${quotePath([schema, name])}(${types}) set search_path = pg_catalog, ${quoteIdentifier(schema)}, pg_temp`,
  }),
})

interface ViewRow {
  readonly path: string[]
  readonly table: string[]
}

/** Views through which the policies of a table do not hold. */
export const definerViews = rowCheck<ViewRow>({
  id: 'view-without-security-invoker',
  kind: 'security',
  title: 'views keep to the policies of their tables',
  severity: 'warning',
  why: 'A view reads with the rights of its owner, so that row security of the tables below it asks about the owner, not the reader.',
  needs: { version: 150_000 },
  sql: `${scope}
    select distinct on (relation.path) relation.path, array[namespace.nspname, source.relname]::text[] as table
    from relation
    join pg_class as class using (oid)
    join pg_rewrite as rule on rule.ev_class = relation.oid
    join pg_depend as usage on usage.classid = 'pg_rewrite'::regclass and usage.objid = rule.oid
      and usage.refclassid = 'pg_class'::regclass
    join pg_class as source on source.oid = usage.refobjid and source.relrowsecurity
    join pg_namespace as namespace on namespace.oid = source.relnamespace
    where relation.kind = 'v'
    and not exists (
      select from unnest(class.reloptions) as option
      where option in ('security_invoker=true', 'security_invoker=on', 'security_invoker=1')
    )
    order by relation.path, 2`,
  find: ({ path, table }) => ({
    object: displayName(path),
    message: `view ${displayName(path)} shows the rows of ${displayName(table)} without asking its policies about the reader`,
    fix: `alter view ${quotePath(path)} set (security_invoker = true)`,
  }),
})

/** Schemas in which everybody can create objects. */
export const openSchemas = rowCheck<{ readonly name: string }>({
  id: 'public-can-create',
  kind: 'security',
  title: 'nobody creates objects in the schemas but those who may',
  severity: 'warning',
  why: 'Whoever can create a function or table in a schema on the search_path of others can have them run it.',
  sql: `${scope}
    select schema.name
    from schema
    join pg_namespace as namespace using (oid)
    cross join aclexplode(coalesce(namespace.nspacl, acldefault('n', namespace.nspowner))) as privilege
    where privilege.grantee = 0
    and privilege.privilege_type = 'CREATE'
    order by schema.name`,
  find: ({ name }) => ({
    object: displayName([name]),
    message: `everybody can create objects in schema ${displayName([name])}`,
    fix: `revoke create on schema ${quoteIdentifier(name)} from public`,
  }),
})

/** Extensions of which the server has a newer version than the database. */
export const oldExtensions = rowCheck<{ readonly name: string; readonly installed: string; readonly latest: string }>({
  id: 'extension-outdated',
  kind: 'security',
  title: 'extensions are as new as the server has them',
  severity: 'info',
  why: 'A new version of the server brings new versions of extensions, with their corrections; the database goes on with the old ones.',
  sql: `
    select name, installed_version as installed, default_version as latest
    from pg_available_extensions
    where installed_version <> default_version
    order by name`,
  find: ({ name, installed, latest }) => ({
    object: name,
    message: `extension ${name} is at ${installed}; the server has ${latest}`,
    fix: `alter extension ${quoteIdentifier(name)} update`,
  }),
})

/** A current user to whom no policy applies. */
export const powerfulRole = rowCheck<{ readonly role: string; readonly superuser: boolean }>({
  id: 'role-bypasses-row-security',
  kind: 'security',
  title: 'the application is no superuser',
  severity: 'error',
  why: 'No policy and no missing right stops such a role; one injected statement reads and drops everything.',
  profile: 'production',
  sql: `
    select rolname as role, rolsuper as superuser
    from pg_roles
    where rolname = current_user
    and (rolsuper or rolbypassrls)`,
  find: ({ role, superuser }) => ({
    object: displayName([role]),
    message: `the current user ${displayName([role])} ${superuser ? 'is a superuser' : 'bypasses row security'}; connect as a role that owns nothing and may do what the application does`,
  }),
})
