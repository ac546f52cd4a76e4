import type { RenameStmt } from 'libpg-query'
import type { SyntaxNode } from '../../../sql/index.ts'
import { sqlName } from '../name.ts'
import { addedColumn, alterationsOf, constraintsOf, relationPath, textsOf, typeName } from '../tree.ts'
import type { Rule } from './rule.ts'

/** Rules about what the code that is running no longer finds, or cannot satisfy. */
export const renaming: readonly Rule[] = [
  {
    name: 'rename-column',
    severity: 'error',
    reason: 'code that still runs uses the old name and fails at once',
    find: ({ tree }, { isNew, columnBefore }) => {
      const { relation, subname = '', newname = '' } = renameOf(tree, 'OBJECT_COLUMN') ?? {}
      const table = relationPath(relation)
      if (relation === undefined || isNew(table)) return []
      const type = columnBefore(table, subname) ?? '<type>'
      return [
        {
          what: `renames column ${sqlName(...table, subname)} to ${sqlName(newname)}`,
          safer: `alter table ${sqlName(...table)} add column ${sqlName(newname)} ${withoutNotNull(type)};
-- then: write both, copy the old rows in batches, read the new one, stop writing the old one, drop it`,
        },
      ]
    },
  },
  {
    name: 'rename-table',
    severity: 'error',
    reason: 'code that still runs uses the old name and fails at once',
    find: ({ tree }, { isNew }) => {
      const { relation, newname = '' } = renameOf(tree, 'OBJECT_TABLE') ?? {}
      const table = relationPath(relation)
      if (relation === undefined || isNew(table)) return []
      const renamed = sqlName(...table.slice(0, -1), newname)
      return [
        {
          what: `renames table ${sqlName(...table)} to ${sqlName(newname)}`,
          safer: `alter table ${sqlName(...table)} rename to ${sqlName(newname)};
-- in the same transaction, for the code that still runs; drop it when nobody uses it
create view ${sqlName(...table)} as select * from ${renamed};`,
        },
      ]
    },
  },
  {
    name: 'rename-schema',
    severity: 'error',
    reason: 'code that still runs uses the old name and fails at once; make a new schema and move to it table by table',
    find: ({ tree }, { isNew }) => {
      const { subname, newname = '' } = renameOf(tree, 'OBJECT_SCHEMA') ?? {}
      if (subname === undefined || isNew([subname])) return []
      return [{ what: `renames schema ${sqlName(subname)} to ${sqlName(newname)}` }]
    },
  },
  {
    name: 'rename-enum-value',
    severity: 'error',
    reason: 'code that still runs sends the old value and fails at once',
    find: ({ tree }, { isNew }) => {
      if (!('AlterEnumStmt' in tree) || tree.AlterEnumStmt.oldVal === undefined) return []
      const { typeName: names, oldVal, newVal = '' } = tree.AlterEnumStmt
      const type = textsOf(names)
      if (isNew(type)) return []
      return [
        {
          what: `renames the value '${oldVal}' of ${sqlName(...type)}`,
          safer: `alter type ${sqlName(...type)} add value '${newVal.replaceAll("'", "''")}';
-- then: deploy code that knows both, change the rows in batches, and leave the old value unused`,
        },
      ]
    },
  },
  {
    name: 'add-required-column',
    severity: 'error',
    reason: 'it fails on a table with rows, and code that still runs does not fill it in',
    find: ({ tree }, { isNew }) =>
      alterationsOf(tree).flatMap(({ table, command }) => {
        const column = addedColumn(command)
        if (column === undefined || isNew(table) || !isRequired(column)) return []
        const name = sqlName(column.colname ?? '')
        return [
          {
            what: `adds the required column ${sqlName(...table, column.colname ?? '')} without a default`,
            safer: `alter table ${sqlName(...table)} add column ${name} ${typeName(column.typeName)};
-- then: write it everywhere, fill in the old rows in batches, and make it not null by a check that is validated first`,
          },
        ]
      }),
  },
]

function renameOf(tree: SyntaxNode, type: RenameStmt['renameType']): RenameStmt | undefined {
  if (!('RenameStmt' in tree) || tree.RenameStmt.renameType !== type) return undefined
  // A column of a view or of a composite type is renamed by the same statement.
  const ofTable = type !== 'OBJECT_COLUMN' || tree.RenameStmt.relationType === 'OBJECT_TABLE'
  return ofTable ? tree.RenameStmt : undefined
}

function withoutNotNull(definition: string): string {
  return definition.replace(/ not null$/, '')
}

const providers: ReadonlySet<string | undefined> = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY'])

function isRequired(column: Parameters<typeof constraintsOf>[0]): boolean {
  const kinds = constraintsOf(column).map(({ contype }) => contype)
  const required = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY')
  return required && !kinds.some((kind) => providers.has(kind)) && !typeName(column.typeName).includes('serial')
}
