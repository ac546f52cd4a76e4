import {
  type ParsedStatement,
  type SqlParser,
  type Statement,
  type SyntaxNode,
  splitStatements,
} from '../../sql/index.ts'
import type { Script } from '../files.ts'
import { findRefused } from '../inspect.ts'
import { hasOption } from './tree.ts'

/** A statement, with its tree where the parser could read the file. */
export interface ScriptStatement extends Statement {
  readonly tree?: SyntaxNode
}

/** A script that may run: as one transaction, or statement by statement. */
export interface ReadScript {
  readonly script: Script
  readonly statements: readonly ScriptStatement[]
  /** False when its statements are of the kind that PostgreSQL runs outside of transactions only. */
  readonly transactional: boolean
}

/** Why a script may not run, and where. */
export interface RefusedScript {
  readonly script: Script
  readonly offset: number
  readonly refused: string
}

/** Reads a script as `migrate up` would, without running it. */
export function readScript(parse: SqlParser, script: Script): ReadScript | RefusedScript {
  const statements = statementsOf(parse, script.text)
  const alone = statements.filter(({ tree }) => tree !== undefined && runsAlone(tree))
  if (alone.length === 0) return refusalOf(script) ?? { script, statements, transactional: true }
  if (alone.length === statements.length) return { script, statements, transactional: false }
  return { script, offset: alone[0]!.offset, refused: mixedReason }
}

/** The statements whose trees are known. */
export function parsedOf(statements: readonly ScriptStatement[]): ParsedStatement[] {
  return statements.flatMap(({ tree, ...statement }) => (tree === undefined ? [] : [{ ...statement, tree }]))
}

const mixedReason =
  'PostgreSQL runs this statement outside of transactions only, and the rest of the file inside of one; put it in a migration of its own'

// The server is the judge of a text that the parser does not know.
function statementsOf(parse: SqlParser, text: string): readonly ScriptStatement[] {
  const parsed = parse(text)
  return 'message' in parsed ? splitStatements(text) : parsed
}

function refusalOf(script: Script): RefusedScript | undefined {
  const finding = findRefused(script.text)
  return finding && { script, offset: finding.offset, refused: finding.reason }
}

function runsAlone(tree: SyntaxNode): boolean {
  if ('IndexStmt' in tree) return tree.IndexStmt.concurrent === true
  if ('DropStmt' in tree) return tree.DropStmt.concurrent === true
  if ('ReindexStmt' in tree) return hasOption(tree.ReindexStmt.params, 'concurrently')
  if ('VacuumStmt' in tree) return tree.VacuumStmt.is_vacuumcmd === true
  return 'AlterTableStmt' in tree && (tree.AlterTableStmt.cmds ?? []).some(detachesConcurrently)
}

function detachesConcurrently(node: SyntaxNode): boolean {
  const def = 'AlterTableCmd' in node ? node.AlterTableCmd.def : undefined
  return def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent === true
}
