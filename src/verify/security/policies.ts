import { displayName, quotePath, scope } from '../../catalog/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { rowCheck, rowsCheck } from '../define.ts'
import { groupBy } from '../group.ts'
import { nameOf, type PolicyRow, policyRows } from './policy-rows.ts'
import { callsPerRow, wrapCalls } from './predicates.ts'

interface SecuredRow {
  readonly path: string[]
  readonly policies: number
  readonly forced: boolean
  readonly owned: boolean
}

const securedTables = `${scope}
  select relation.path, class.relforcerowsecurity as forced, pg_get_userbyid(class.relowner) = current_user as owned,
    (
      select count(*)
      from pg_policy
      where polrelid = relation.oid
    ) as policies
  from relation
  join pg_class as class using (oid)
  where relation.kind in ('r', 'p')
  and class.relrowsecurity
  order by relation.path`

/** Tables whose rows nobody sees. */
export const withoutPolicy = rowCheck<SecuredRow>({
  id: 'row-security-without-policy',
  kind: 'security',
  title: 'row security has policies',
  severity: 'warning',
  why: 'Row security without a policy hides every row from all but the owner: queries answer nothing, and no error says why.',
  sql: securedTables,
  find: ({ path, policies }) =>
    policies > 0
      ? undefined
      : {
          object: displayName(path),
          message: `table ${displayName(path)} has row security but no policy; create one, or disable row security as the fix does`,
          fix: `alter table ${quotePath(path)} disable row level security`,
        },
})

/** Tables of the current user, whom their policies do not bind. */
export const notForced = rowCheck<SecuredRow>({
  id: 'row-security-not-forced',
  kind: 'security',
  title: 'row security binds the owner too',
  severity: 'warning',
  why: 'The owner of a table is exempt from its policies unless they are forced, and the application connects as the owner here.',
  sql: securedTables,
  find: ({ path, forced, owned }) =>
    forced || !owned
      ? undefined
      : {
          object: displayName(path),
          message: `the current user owns table ${displayName(path)}, so that its policies do not hold`,
          fix: `alter table ${quotePath(path)} force row level security`,
        },
})

/** Policies on tables without row security. */
export const idlePolicies = rowsCheck<PolicyRow>({
  id: 'policy-without-row-security',
  kind: 'security',
  title: 'policies are in force',
  severity: 'error',
  why: 'As long as row security is not enabled on the table, its policies protect nothing.',
  sql: policyRows,
  decide: (rows) =>
    groupBy(
      rows.filter((row) => !row.enabled),
      (row) => quotePath(row.table),
    ).map(([table, [first]]) => ({
      object: displayName(first!.table),
      message: `table ${displayName(first!.table)} has policies, but row security is not enabled`,
      fix: `alter table ${table} enable row level security`,
    })),
})

/** Policies that let everybody write. */
export const openPolicies = rowCheck<PolicyRow>({
  id: 'policy-always-true',
  kind: 'security',
  title: 'no policy lets everybody write',
  severity: 'error',
  why: 'A permissive policy that is always true makes all others on the same command pointless.',
  sql: policyRows,
  find: (row) => {
    const open = row.command !== 'select' && row.permissive && (row.using === 'true' || row.check === 'true')
    if (!open) return undefined
    return {
      object: nameOf(row),
      message: `policy ${displayName([row.policy])} on ${displayName(row.table)} is true for every row that is written; say whose rows it lets through`,
    }
  },
})

/** Policies that call a function for each row that would answer the same for all. */
export const slowPolicies = rowCheck<PolicyRow>({
  id: 'policy-per-row',
  kind: 'security',
  title: 'policies ask once for a statement',
  severity: 'warning',
  why: 'A call such as current_setting(…) in a policy is made for each row; in a sub-select it is made once.',
  sql: policyRows,
  find: (row) => {
    const names = ['current_setting', ...row.constants]
    if (!callsPerRow(`${row.using ?? ''} ${row.check ?? ''}`, names)) return undefined
    const using = row.using === null ? '' : ` using (${wrapCalls(row.using, names)})`
    const check = row.check === null ? '' : ` with check (${wrapCalls(row.check, names)})`
    return {
      object: nameOf(row),
      message: `policy ${displayName([row.policy])} on ${displayName(row.table)} calls a function for each row; put the call into a sub-select`,
      fix: `alter policy ${quoteIdentifier(row.policy)} on ${quotePath(row.table)}${using}${check}`,
    }
  },
})

/** Several permissive policies of a table for the same command and roles. */
export const manyPolicies = rowsCheck<PolicyRow>({
  id: 'several-permissive-policies',
  kind: 'security',
  title: 'one permissive policy for a command and a role',
  severity: 'info',
  why: 'Permissive policies are joined by or: each is evaluated for each row, and the widest of them decides.',
  sql: policyRows,
  decide: (rows) =>
    groupBy(
      rows.filter((row) => row.permissive),
      (row) => JSON.stringify([row.table, row.command, row.roles]),
    )
      .filter(([, group]) => group.length > 1)
      .map(([, group]) => {
        const [{ table, command, roles }] = group as [PolicyRow]
        const names = group.map((row) => displayName([row.policy])).join(', ')
        return {
          object: displayName(table),
          message: `table ${displayName(table)} has several permissive policies on ${command} for ${roles.join(', ')}: ${names}; make them one, or restrictive`,
        }
      }),
})
