import type { ParsedStatement, SqlParser, Statement, SyntaxNode } from '../../sql/index.ts'
import type { Script } from '../files.ts'
import { judge } from '../inspect.ts'

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
  const { statements, transactional, finding } = judge(script.text)
  if (finding !== undefined) return { script, offset: finding.offset, refused: finding.reason }
  const parsed = parse(script.text)
  // The server is the judge of a text that the parser does not know.
  return { script, statements: 'message' in parsed ? statements : parsed, transactional }
}

/** The statements whose trees are known. */
export function parsedOf(statements: readonly ScriptStatement[]): ParsedStatement[] {
  return statements.flatMap(({ tree, ...statement }) => (tree === undefined ? [] : [{ ...statement, tree }]))
}
