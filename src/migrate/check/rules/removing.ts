import type { DropStmt } from 'libpg-query'
import type { SyntaxNode } from '../../../sql/index.ts'
import { sqlName } from '../name.ts'
import { alterationsOf, type Path, pathOf, relationPath } from '../tree.ts'
import type { Rule } from './rule.ts'

const usedUntilDeployed = 'whatever still runs uses it, and what it holds is gone'

/** Rules about taking things away. */
export const removing: readonly Rule[] = [
  {
    name: 'drop-column',
    severity: 'warning',
    reason: `${usedUntilDeployed}; deploy the code that does without it first`,
    find: ({ tree }, { isNew }) =>
      alterationsOf(tree)
        .filter(({ table, command }) => command.subtype === 'AT_DropColumn' && !isNew(table))
        .map(({ table, command }) => ({
          what: `drops column ${sqlName(...table, command.name ?? '')}`,
          safer: `-- before: deploy code that neither reads nor writes it; if it is required, let it be empty meanwhile
alter table ${sqlName(...table)} alter column ${sqlName(command.name ?? '')} drop not null;`,
        })),
  },
  {
    name: 'drop-table',
    severity: 'warning',
    reason: `${usedUntilDeployed}; deploy the code that does without it first`,
    find: ({ tree }, { isNew }) =>
      droppedBy(tree, 'OBJECT_TABLE')
        .filter((table) => !isNew(table))
        .map((table) => ({
          what: `drops table ${sqlName(...table)}`,
          safer: `-- meanwhile, so that what still uses it shows and the rows are kept
alter table ${sqlName(...table)} rename to ${sqlName(`${table.at(-1)}_unused`)};`,
        })),
  },
  {
    name: 'drop-schema',
    severity: 'warning',
    reason: `${usedUntilDeployed}; drop its objects one by one, so that the file names them`,
    find: ({ tree }, { isNew }) =>
      droppedBy(tree, 'OBJECT_SCHEMA')
        .filter((schema) => !isNew(schema))
        .map((schema) => ({ what: `drops schema ${sqlName(...schema)}` })),
  },
  {
    name: 'drop-cascade',
    severity: 'error',
    reason: 'what else goes with it depends on the database that it runs on; name each object that is to go',
    find: ({ tree }, { isNew }) => [
      ...cascaded(tree)
        .filter((path) => !isNew(path))
        .map((path) => ({ what: `drops ${sqlName(...path)} and whatever depends on it` })),
      ...alterationsOf(tree)
        .filter(({ table, command }) => isCascadingDrop(command) && !isNew(table))
        .map(({ table, command }) => ({
          what: `drops ${sqlName(...table, command.name ?? '')} and whatever depends on it`,
        })),
    ],
  },
  {
    name: 'truncate-cascade',
    severity: 'error',
    reason: 'every table with a foreign key to it is emptied too; name the tables that are to be emptied',
    find: ({ tree }) =>
      'TruncateStmt' in tree && tree.TruncateStmt.behavior === 'DROP_CASCADE'
        ? (tree.TruncateStmt.relations ?? []).map((node) => ({
            what: `truncates ${sqlName(...pathOf(node))} by cascade`,
          }))
        : [],
  },
  {
    name: 'drop-not-null',
    severity: 'warning',
    reason: 'code that reads it expects a value; make sure that all of it can meet null',
    find: ({ tree }, { isNew }) =>
      alterationsOf(tree)
        .filter(({ table, command }) => command.subtype === 'AT_DropNotNull' && !isNew(table))
        .map(({ table, command }) => ({ what: `lets column ${sqlName(...table, command.name ?? '')} be null` })),
  },
  {
    name: 'drop-constraint',
    severity: 'warning',
    reason: 'from then on rows may break it, and it cannot come back until they are mended',
    find: ({ tree }, { isNew }) =>
      alterationsOf(tree)
        .filter(({ table, command }) => command.subtype === 'AT_DropConstraint' && !isNew(table))
        .filter(({ command }) => !isHelper(command.name))
        .map(({ table, command }) => ({
          what: `drops constraint ${sqlName(command.name ?? '')} of ${sqlName(...table)}`,
        })),
  },
  {
    name: 'write-without-where',
    severity: 'warning',
    reason: 'every row is locked and written in one transaction; do it in batches, each in a transaction of its own',
    find: ({ tree }, { isNew }) => {
      const write = wholeTableWrite(tree)
      if (write === undefined || isNew(write.table)) return []
      const table = sqlName(...write.table)
      return [{ what: `${write.verb} every row of ${table}`, safer: inBatches(write.verb, table) }]
    },
  },
]

// The check that proves a column before SET NOT NULL has done its work then; `migrate diff` gives it the second name.
function isHelper(name = ''): boolean {
  return name.endsWith('_not_null') || name.endsWith('_is_set')
}

function droppedBy(tree: SyntaxNode, type: DropStmt['removeType']): Path[] {
  if (!('DropStmt' in tree) || tree.DropStmt.removeType !== type) return []
  return (tree.DropStmt.objects ?? []).map(pathOf)
}

function cascaded(tree: SyntaxNode): Path[] {
  if (!('DropStmt' in tree) || tree.DropStmt.behavior !== 'DROP_CASCADE') return []
  return (tree.DropStmt.objects ?? []).map((node) => ('ObjectWithArgs' in node ? routineOf(node) : pathOf(node)))
}

function routineOf({ ObjectWithArgs }: { ObjectWithArgs: { objname?: SyntaxNode[] } }): Path {
  return (ObjectWithArgs.objname ?? []).flatMap(pathOf)
}

function isCascadingDrop({ subtype, behavior }: { subtype?: string; behavior?: string }): boolean {
  return (subtype === 'AT_DropColumn' || subtype === 'AT_DropConstraint') && behavior === 'DROP_CASCADE'
}

function wholeTableWrite(tree: SyntaxNode): { readonly verb: 'updates' | 'deletes'; readonly table: Path } | undefined {
  if ('UpdateStmt' in tree && tree.UpdateStmt.whereClause === undefined && tree.UpdateStmt.fromClause === undefined) {
    return { verb: 'updates', table: relationPath(tree.UpdateStmt.relation) }
  }
  if ('DeleteStmt' in tree && tree.DeleteStmt.whereClause === undefined && tree.DeleteStmt.usingClause === undefined) {
    return { verb: 'deletes', table: relationPath(tree.DeleteStmt.relation) }
  }
  return undefined
}

function inBatches(verb: 'updates' | 'deletes', table: string): string {
  const write = verb === 'updates' ? `update ${table} set …` : `delete from ${table}`
  return `-- outside of the migrations, again and again until no row is touched
${write}
where id in (select id from ${table} where … limit 1000);`
}
