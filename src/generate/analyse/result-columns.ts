import type { RelationFacts } from './catalog.ts'
import { columnKey } from './facts.ts'
import type { TreeNode } from './node-tree.ts'
import type { Ask } from './rule.ts'
import { type Scope, scopeBefore } from './scope.ts'

const [select, update, insert, remove, merge] = [1, 2, 3, 4, 5]
const [old, fresh] = [1, 2]

/** A column of the row that an insert, update, delete or merge touched. */
export function resultColumn(node: TreeNode, entry: TreeNode, scope: Scope, ask: Ask): boolean {
  const command = scope.query.number('commandType')
  const relation = scope.catalog.relations.get(entry.number('relid'))
  const asked = node.number('varreturningtype')
  if (command === select || relation?.returnsStored !== true) return true
  if (asked === old && (command === insert || command === merge)) return true
  if (asked === fresh && (command === remove || command === merge)) return true
  const attribute = node.number('varattno')
  if (attribute < 1 || relation.columns.get(attribute)?.notNull === true) return false
  if (asked === old) return true
  return (
    !scope.facts.isProven(columnKey(node.number('varno'), attribute)) && givenNullable(attribute, relation, scope, ask)
  )
}

/** Could it be null that an insert or update gives the column? Nothing else may have a say in what is stored. */
function givenNullable(attribute: number, relation: RelationFacts, scope: Scope, ask: Ask): boolean {
  const { query } = scope
  const command = query.number('commandType')
  if (!relation.keepsValues || (command !== insert && command !== update) || mayUpdateInstead(query)) return true
  const given = query.children('targetList').find((target) => target.number('resno') === attribute)
  return given === undefined || given.flag('resjunk') || ask.nullable(given.child('expr'), scopeBefore(scope))
}

function mayUpdateInstead(query: TreeNode): boolean {
  const nothing = 1
  const action = query.child('onConflict')?.number('action')
  return action !== undefined && action !== nothing
}
