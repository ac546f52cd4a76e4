import type { DefElem } from 'libpg-query'
import type { SyntaxNode } from '../../../sql/index.ts'
import { sqlName } from '../name.ts'
import { alterationsOf, pathOf, textsOf } from '../tree.ts'
import type { Rule } from './rule.ts'

/** Rules about who may do what, and what is silently no longer checked. */
export const access: readonly Rule[] = [
  {
    name: 'disable-trigger',
    severity: 'warning',
    reason: 'what others write in the meantime goes unchecked too, foreign keys included when it says `all`',
    find: ({ tree }, { isNew }) =>
      alterationsOf(tree)
        .filter(({ table, command }) => command.subtype?.startsWith('AT_DisableTrig') && !isNew(table))
        .map(({ table, command }) => ({
          what: `disables ${command.name === undefined ? 'the triggers' : `trigger ${sqlName(command.name)}`} of ${sqlName(...table)}`,
        })),
  },
  {
    name: 'disable-row-security',
    severity: 'error',
    reason: 'from then on every role with a grant sees every row',
    find: ({ tree }) =>
      alterationsOf(tree)
        .filter(
          ({ command: { subtype } }) => subtype === 'AT_DisableRowSecurity' || subtype === 'AT_NoForceRowSecurity',
        )
        .map(({ table }) => ({ what: `switches row level security of ${sqlName(...table)} off` })),
  },
  {
    name: 'drop-policy',
    severity: 'warning',
    reason:
      'rows may become visible that were not, or the other way round; change it by `alter policy` where that will do',
    find: ({ tree }, { isNew }) => {
      if (!('DropStmt' in tree) || tree.DropStmt.removeType !== 'OBJECT_POLICY') return []
      return (tree.DropStmt.objects ?? [])
        .map(pathOf)
        .filter((path) => !isNew(path.slice(0, -1)))
        .map((path) => ({ what: `drops policy ${sqlName(path.at(-1) ?? '')} of ${sqlName(...path.slice(0, -1))}` }))
    },
  },
  {
    name: 'grant-to-public',
    severity: 'warning',
    reason: 'every role gets it, also those that are yet to come; name the roles',
    find: ({ tree }) =>
      granteesOf(tree).some((node) => 'RoleSpec' in node && node.RoleSpec.roletype === 'ROLESPEC_PUBLIC')
        ? [{ what: 'grants to public' }]
        : [],
  },
  {
    name: 'security-definer-without-search-path',
    severity: 'error',
    reason: "whoever calls it chooses by search_path whose tables and functions it uses, with its owner's rights",
    find: ({ tree }) => {
      if (!('CreateFunctionStmt' in tree)) return []
      const options = (tree.CreateFunctionStmt.options ?? []).flatMap((node) =>
        'DefElem' in node ? [node.DefElem] : [],
      )
      if (!options.some(isDefiner) || options.some(setsSearchPath)) return []
      return [
        {
          what: `function ${sqlName(...textsOf(tree.CreateFunctionStmt.funcname))} is security definer without a search_path`,
          safer: 'security definer set search_path = pg_catalog, pg_temp  -- and qualify every name in its body',
        },
      ]
    },
  },
]

function granteesOf(tree: SyntaxNode): readonly SyntaxNode[] {
  const grant = 'GrantStmt' in tree ? tree.GrantStmt : defaultGrantOf(tree)
  return grant?.is_grant ? (grant.grantees ?? []) : []
}

function defaultGrantOf(tree: SyntaxNode) {
  return 'AlterDefaultPrivilegesStmt' in tree ? tree.AlterDefaultPrivilegesStmt.action : undefined
}

function isDefiner({ defname, arg }: DefElem): boolean {
  return defname === 'security' && arg !== undefined && 'Boolean' in arg && arg.Boolean.boolval === true
}

function setsSearchPath({ defname, arg }: DefElem): boolean {
  return (
    defname === 'set' && arg !== undefined && 'VariableSetStmt' in arg && arg.VariableSetStmt.name === 'search_path'
  )
}
