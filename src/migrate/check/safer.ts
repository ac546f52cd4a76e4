import type { AlterTableCmd, Constraint } from 'libpg-query'
import { isWord, type SyntaxNode, significantTokens } from '../../sql/index.ts'
import { clauseAt } from './clause.ts'
import { madeName, sqlName } from './name.ts'
import type { ScriptStatement } from './script.ts'
import {
  addedColumn,
  addedConstraint,
  alterationsOf,
  constraintsOf,
  type Path,
  pathOf,
  relationPath,
  textsOf,
} from './tree.ts'

const alone = '-- alone in a migration of its own'
const later = '-- in a later migration'

/** The SQL that does what a statement does without working on every row under a blocking lock; undefined where there is none. */
export function saferSql(file: string, statement: ScriptStatement): string | undefined {
  const { tree } = statement
  if (tree === undefined) return undefined
  const commands = alterationsOf(tree)
  if (commands.length === 0) return saferStatement(statement.text, tree)
  const advice = commands.flatMap(({ table, command }) => saferCommand({ file, statement, table, command }) ?? [])
  return advice.length === 0 ? undefined : advice.join('\n')
}

function saferStatement(text: string, tree: SyntaxNode): string | undefined {
  if ('IndexStmt' in tree) return `${alone}\n${concurrently(text, 'index')};`
  if ('RefreshMatViewStmt' in tree) {
    return `-- it needs a unique index on the view\n${concurrently(text, 'view')};`
  }
  if ('ReindexStmt' in tree) {
    return `${alone}\n${concurrently(text, 'table', 'index', 'schema', 'database', 'system')};`
  }
  if ('ClusterStmt' in tree) return '-- pg_repack puts a table in order while it is used'
  if ('AlterDomainStmt' in tree) return saferDomain(text, tree.AlterDomainStmt)
  if ('TruncateStmt' in tree) {
    return `-- in batches, outside of the migrations\n${(tree.TruncateStmt.relations ?? [])
      .map((node) => `delete from ${sqlName(...pathOf(node))} where …;`)
      .join('\n')}`
  }
  return isWrite(tree)
    ? '-- move it to a migration of its own, before or after this one, and work in batches'
    : undefined
}

function concurrently(text: string, ...after: string[]): string {
  const word = [...significantTokens(text)].find((token) => isWord(token, ...after))
  const end = word === undefined ? 0 : word.offset + word.text.length
  return `${text.slice(0, end)} concurrently${text.slice(end)}`
}

function saferDomain(
  text: string,
  { typeName, def, subtype }: { typeName?: SyntaxNode[]; def?: SyntaxNode; subtype?: string },
) {
  if (subtype !== 'C' || def === undefined || !('Constraint' in def)) return `${alone}\n${text};`
  const domain = textsOf(typeName)
  const name = def.Constraint.conname ?? `${domain.at(-1)}_check`
  return `${text} not valid;\n${later}\nalter domain ${sqlName(...domain)} validate constraint ${sqlName(name)};`
}

function isWrite(tree: SyntaxNode): boolean {
  return 'UpdateStmt' in tree || 'DeleteStmt' in tree || 'InsertStmt' in tree || 'SelectStmt' in tree
}

interface Command {
  readonly file: string
  readonly statement: ScriptStatement
  readonly table: Path
  readonly command: AlterTableCmd
}

function saferCommand(parts: Command): string | undefined {
  const { table, command } = parts
  const column = command.name ?? ''
  switch (command.subtype) {
    case 'AT_SetNotNull':
      return provenNotNull(table, column)
    case 'AT_AlterColumnType':
      return newColumn(parts, column)
    case 'AT_ValidateConstraint':
      return `${later}\nalter table ${sqlName(...table)} validate constraint ${sqlName(column)};`
    case 'AT_AttachPartition':
      return attached(parts)
    case 'AT_AddColumn':
      return plainColumn(parts)
    case 'AT_AddConstraint':
      return saferConstraint(parts)
    default:
      return undefined
  }
}

function provenNotNull(table: Path, column: string): string {
  const [name, check] = [sqlName(...table), madeName(table.at(-1)!, column, 'not_null')]
  return `alter table ${name} add constraint ${check} check (${sqlName(column)} is not null) not valid;
${later}
alter table ${name} validate constraint ${check};
${later}
alter table ${name} alter column ${sqlName(column)} set not null;
alter table ${name} drop constraint ${check};`
}

function newColumn({ file, statement, table, command }: Command, column: string): string {
  const { def } = command
  const location = def !== undefined && 'ColumnDef' in def ? def.ColumnDef.typeName?.location : undefined
  const type = location === undefined ? '<type>' : typeOnly(clauseAt(file, location, statement))
  const added = madeName(column, 'new')
  return `alter table ${sqlName(...table)} add column ${added} ${type};
-- then: write both columns, copy the old rows in batches, read the new one, drop ${sqlName(column)}`
}

// What follows the type says how the rows are turned into it.
function typeOnly(clause: string): string {
  const end = [...significantTokens(clause)].find((token) => isWord(token, 'using', 'collate'))?.offset
  return clause.slice(0, end).trimEnd()
}

function attached({ table, command: { def } }: Command): string | undefined {
  if (def === undefined || !('PartitionCmd' in def)) return undefined
  const partition = relationPath(def.PartitionCmd.name)
  const check = madeName(partition.at(-1)!, 'bounds')
  return `-- a check that says the same as the bounds spares the scan
alter table ${sqlName(...partition)} add constraint ${check} check (…) not valid;
${later}
alter table ${sqlName(...partition)} validate constraint ${check};
-- then attach it to ${sqlName(...table)}, and drop the check`
}

function plainColumn({ file, statement, table, command }: Command): string | undefined {
  const column = addedColumn(command)
  if (column?.colname === undefined) return undefined
  const kinds = new Map(constraintsOf(column).map((constraint) => [constraint.contype, constraint]))
  const [name, type] = [sqlName(column.colname), bareColumn(file, statement, column.typeName?.location)]
  const add = `alter table ${sqlName(...table)} add column ${name} ${type};`
  const generated = kinds.get('CONSTR_GENERATED')
  if (generated !== undefined) return `${add}\n-- then: keep it by a trigger, and fill in the old rows in batches`
  const location =
    kinds.get('CONSTR_DEFAULT')?.raw_expr === undefined ? undefined : kinds.get('CONSTR_DEFAULT')?.location
  const value = location === undefined ? '…' : defaultOnly(clauseAt(file, location, statement))
  const required = kinds.has('CONSTR_NOTNULL') || kinds.has('CONSTR_PRIMARY')
  return [
    add,
    `alter table ${sqlName(...table)} alter column ${name} set default ${value};`,
    '-- then: fill in the old rows in batches, outside of the migrations',
    ...(required ? [`-- and make it not null:\n${provenNotNull(table, column.colname)}`] : []),
  ].join('\n')
}

const constraintWords = [
  'not',
  'null',
  'default',
  'primary',
  'unique',
  'check',
  'references',
  'generated',
  'constraint',
  'collate',
]

function bareColumn(file: string, statement: ScriptStatement, location: number | undefined): string {
  if (location === undefined) return '<type>'
  const clause = clauseAt(file, location, statement)
  const end = [...significantTokens(clause)].find((token) => isWord(token, ...constraintWords))?.offset
  return plainInteger(clause.slice(0, end).trimEnd())
}

// A serial type is an integer with a default, and cannot be had without it.
function plainInteger(type: string): string {
  return type
    .replace(/^bigserial$/i, 'bigint')
    .replace(/^smallserial$/i, 'smallint')
    .replace(/^serial$/i, 'integer')
}

function defaultOnly(clause: string): string {
  const [first, ...rest] = significantTokens(clause)
  const begins = isWord(first, 'default') ? (rest[0]?.offset ?? 0) : 0
  let depth = 0
  const end = rest.slice(1).find((token) => {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    return depth === 0 && isWord(token, 'not', 'null', 'primary', 'unique', 'check', 'references', 'constraint')
  })
  return clause.slice(begins, end?.offset).trimEnd()
}

function saferConstraint({ file, statement, table, command }: Command): string | undefined {
  const constraint = addedConstraint(command)
  switch (constraint?.contype) {
    case 'CONSTR_FOREIGN':
    case 'CONSTR_CHECK':
      return notValidYet(file, statement, table, constraint)
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
      return usingIndex(table, constraint)
    case 'CONSTR_EXCLUSION':
      return '-- an exclusion constraint has no form that lets others write meanwhile; add it when few do'
    default:
      return undefined
  }
}

function notValidYet(
  file: string,
  statement: ScriptStatement,
  table: Path,
  constraint: Constraint,
): string | undefined {
  if (constraint.skip_validation) return undefined
  const { conname, location } = constraint
  const name = conname === undefined ? nameOf(table, constraint) : sqlName(conname)
  const clause = clauseAt(file, location ?? 0, statement)
  const named = conname === undefined ? `constraint ${name} ${clause}` : clause
  return `alter table ${sqlName(...table)} add ${named} not valid;
${later}
alter table ${sqlName(...table)} validate constraint ${name};`
}

// As PostgreSQL itself would name it.
function nameOf(table: Path, { contype, fk_attrs, keys }: Constraint): string {
  const ending = { CONSTR_FOREIGN: 'fkey', CONSTR_UNIQUE: 'key', CONSTR_PRIMARY: 'pkey' } as const
  const suffix = contype !== undefined && contype in ending ? ending[contype as keyof typeof ending] : 'check'
  const columns = suffix === 'pkey' ? [] : textsOf(fk_attrs ?? keys)
  return madeName(table.at(-1)!, ...columns, suffix)
}

function usingIndex(table: Path, constraint: Constraint): string | undefined {
  const { conname, contype, keys, indexname } = constraint
  if (indexname !== undefined) return '-- first make each of its columns not null, by a check that is validated before'
  const name = conname === undefined ? nameOf(table, constraint) : sqlName(conname)
  const columns = textsOf(keys)
  const isPrimary = contype === 'CONSTR_PRIMARY'
  return [
    alone,
    `create unique index concurrently ${name} on ${sqlName(...table)} (${columns.map((column) => sqlName(column)).join(', ')});`,
    ...(isPrimary ? ['-- where a column can be null', ...columns.map((column) => provenNotNull(table, column))] : []),
    later,
    `alter table ${sqlName(...table)} add constraint ${name} ${isPrimary ? 'primary key' : 'unique'} using index ${name};`,
  ].join('\n')
}
