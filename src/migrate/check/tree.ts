import type { AlterTableCmd, ColumnDef, Constraint, RangeVar, TypeName } from 'libpg-query'
import type { SyntaxNode } from '../../sql/index.ts'

/** A name in its parts: `['public', 'users']`, or `['users']` when no schema was written. */
export type Path = readonly string[]

/** One command of an ALTER TABLE. */
export interface Alteration {
  readonly table: Path
  readonly command: AlterTableCmd
}

/** The commands of an ALTER TABLE; none for any other statement. */
export function alterationsOf(tree: SyntaxNode): Alteration[] {
  if (!('AlterTableStmt' in tree) || tree.AlterTableStmt.objtype !== 'OBJECT_TABLE') return []
  const table = relationPath(tree.AlterTableStmt.relation)
  return (tree.AlterTableStmt.cmds ?? []).flatMap((node) =>
    'AlterTableCmd' in node ? [{ table, command: node.AlterTableCmd }] : [],
  )
}

/** The parts of a relation's name. */
export function relationPath(relation: RangeVar | undefined): Path {
  const { schemaname, relname = '' } = relation ?? {}
  return schemaname === undefined ? [relname] : [schemaname, relname]
}

/** The parts of a name wherever the grammar puts one: a list of strings, a string, a type, a relation. */
export function pathOf(node: SyntaxNode): Path {
  if ('String' in node) return [node.String.sval ?? '']
  if ('List' in node) return textsOf(node.List.items)
  if ('TypeName' in node) return textsOf(node.TypeName.names)
  return 'RangeVar' in node ? relationPath(node.RangeVar) : []
}

/** The strings among nodes. */
export function textsOf(nodes: readonly SyntaxNode[] = []): string[] {
  return nodes.flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []))
}

/** The column that an ALTER TABLE command adds. */
export function addedColumn({ subtype, def }: AlterTableCmd): ColumnDef | undefined {
  return subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def ? def.ColumnDef : undefined
}

/** The constraint that an ALTER TABLE command adds. */
export function addedConstraint({ subtype, def }: AlterTableCmd): Constraint | undefined {
  return subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def ? def.Constraint : undefined
}

/** The constraints that stand behind a column. */
export function constraintsOf({ constraints = [] }: ColumnDef): Constraint[] {
  return constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []))
}

/** A table and the columns that a statement gives it, whether it is made or altered. */
export function definedColumns(tree: SyntaxNode): { readonly table: Path; readonly column: ColumnDef }[] {
  if ('CreateStmt' in tree) {
    const table = relationPath(tree.CreateStmt.relation)
    const elements = tree.CreateStmt.tableElts ?? []
    return elements.flatMap((node) => ('ColumnDef' in node ? [{ table, column: node.ColumnDef }] : []))
  }
  return alterationsOf(tree).flatMap(({ table, command }) => {
    const column = addedColumn(command)
    return column === undefined ? [] : [{ table, column }]
  })
}

/** The last part of a type's name, as PostgreSQL calls it itself: `int4`, `bpchar`. */
export function typeName(type: TypeName | undefined): string {
  return textsOf(type?.names).at(-1) ?? ''
}

/** Whether an option such as `concurrently` or `full` stands in a statement's list, and is not switched off. */
export function hasOption(options: readonly SyntaxNode[] = [], name: string): boolean {
  return options.some((node) => 'DefElem' in node && node.DefElem.defname === name && !isOff(node.DefElem.arg))
}

function isOff(value: SyntaxNode | undefined): boolean {
  if (value === undefined) return false
  if ('Boolean' in value) return value.Boolean.boolval !== true
  return 'String' in value && ['false', 'off', '0'].includes((value.String.sval ?? '').toLowerCase())
}
