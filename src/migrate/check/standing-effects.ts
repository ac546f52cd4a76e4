import type { SyntaxNode } from '../../sql/index.ts'
import type { MeasuredStatement, TableEffect } from './measure.ts'
import { sqlName } from './name.ts'
import type { ScriptStatement } from './script.ts'
import { hasOption, relationPath } from './tree.ts'

/**
 * Runs a statement that no transaction can hold, so that its locks are gone before they could be read: what the manual says of
 * it stands in for a measurement.
 */
export async function standingEffects(
  statement: ScriptStatement,
  work: () => Promise<void>,
): Promise<MeasuredStatement> {
  await work()
  return { statement, effects: statement.tree === undefined ? [] : effectsOf(statement.tree) }
}

function effectsOf(tree: SyntaxNode): TableEffect[] {
  if ('IndexStmt' in tree) return [effect(tree.IndexStmt.relation, { scanned: true })]
  if ('ReindexStmt' in tree) return [effect(tree.ReindexStmt.relation, { scanned: true })]
  if ('AlterTableStmt' in tree) return [effect(tree.AlterTableStmt.relation, {})]
  if (!('VacuumStmt' in tree)) return []
  const full = hasOption(tree.VacuumStmt.options, 'full')
  return (tree.VacuumStmt.rels ?? []).flatMap((node) =>
    'VacuumRelation' in node
      ? [
          effect(node.VacuumRelation.relation, {
            scanned: true,
            ...(full && { lock: 'ACCESS EXCLUSIVE', rewritten: true }),
          }),
        ]
      : [],
  )
}

function effect(relation: Parameters<typeof relationPath>[0], differs: Partial<TableEffect>): TableEffect {
  const table = sqlName(...relationPath(relation))
  return { table, lock: 'SHARE UPDATE EXCLUSIVE', taken: true, rewritten: false, scanned: false, ...differs }
}
