import { displayName, scope } from '../../catalog/index.ts'

/** A policy of row security, as its checks see it. */
export interface PolicyRow {
  readonly table: string[]
  readonly policy: string
  /** The command it is for: `all`, `select`, `insert`, `update` or `delete`. */
  readonly command: string
  readonly permissive: boolean
  /** The names of the roles it is for; `public` for everybody. */
  readonly roles: string[]
  readonly using: string | null
  readonly check: string | null
  /** Whether row security is enabled on the table. */
  readonly enabled: boolean
  /** Functions without arguments that give the same answer for each row of a statement, which the policy calls. */
  readonly constants: string[]
}

/** The policies of the tables. */
export const policyRows = `${scope}
  select relation.path as table, policy.polname as policy,
    case policy.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
      else 'all' end as command,
    policy.polpermissive as permissive,
    array(
      select coalesce(role.rolname, 'public')::text
      from unnest(policy.polroles) as member (oid)
      left join pg_roles as role using (oid)
      order by 1
    ) as roles,
    pg_get_expr(policy.polqual, policy.polrelid) as using,
    pg_get_expr(policy.polwithcheck, policy.polrelid) as check,
    class.relrowsecurity as enabled,
    array(
      select distinct routine.proname::text
      from pg_depend as usage
      join pg_proc as routine on routine.oid = usage.refobjid
      where usage.classid = 'pg_policy'::regclass
      and usage.objid = policy.oid
      and usage.refclassid = 'pg_proc'::regclass
      and routine.provolatile <> 'v'
      and routine.pronargs = 0
      order by 1
    ) as constants
  from relation
  join pg_class as class using (oid)
  join pg_policy as policy on policy.polrelid = relation.oid
  order by relation.path, policy.polname`

/** The name of a policy with its table, for people. */
export function nameOf({ table, policy }: PolicyRow): string {
  return displayName([...table, policy])
}
