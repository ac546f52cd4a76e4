import type { Catalog, RelationFacts } from './catalog.ts'
import { columnKey, type Facts } from './facts.ts'
import type { TreeNode } from './node-tree.ts'
import type { Level } from './proofs.ts'

/**
 * Does every row on the left meet itself on the right at least, as in `author as a left join author as b using (id)`? The table is
 * the same, read at the same moment, and nothing but columns that are not null are compared, each with itself.
 */
export function meetsItself(join: TreeNode, left: Facts, level: Level): boolean {
  const right = join.child('rarg')
  const equalities = equalitiesIn(join.child('quals'))
  // Whoever changes or locks rows may look again at a row that has changed meanwhile.
  const locks = level.query.number('commandType') !== 1 || level.query.children('rowMarks').length > 0
  if (right?.kind !== 'RANGETBLREF' || locks || equalities.length === 0) return false
  return equalities.every((each) => isSameColumn(each, { right: right.number('rtindex'), left, level }))
}

function equalitiesIn(condition: TreeNode | undefined): TreeNode[] {
  if (condition === undefined) return []
  return condition.kind === 'BOOLEXPR' && condition.text('boolop') === 'and' ? condition.children('args') : [condition]
}

interface Sides {
  readonly right: number
  readonly left: Facts
  readonly level: Level
}

function isSameColumn(equality: TreeNode, { right, left, level }: Sides): boolean {
  const columns = equality.children('args').filter(isOwnColumn)
  const there = columns.find((column) => column.number('varno') === right)
  const here = columns.find((column) => column.number('varno') !== right)
  if (!isEquality(equality, level.catalog) || here === undefined || there === undefined) return false
  const [entry, column] = [here.number('varno'), here.number('varattno')]
  const relation = sameTable([entry, right], level)
  if (relation === undefined || column < 1 || there.number('varattno') !== column) return false
  const notNull = relation.columns.get(column)?.notNull || left.isProven(columnKey(entry, column))
  return notNull && left.holds(entry) && !left.isNullExtended(entry)
}

function isOwnColumn(node: TreeNode): boolean {
  return node.kind === 'VAR' && node.number('varlevelsup') === 0
}

// Of int2, int4, int8, text and uuid every value is equal to itself.
const reflexive: ReadonlySet<number> = new Set([20, 21, 23, 25, 2950])

function isEquality(node: TreeNode, catalog: Catalog): boolean {
  const operator = node.kind === 'OPEXPR' ? catalog.operators.get(node.number('opno')) : undefined
  if (operator?.core !== true || operator.name !== '=') return false
  return operator.left === operator.right && reflexive.has(operator.left)
}

// A policy, or a sample, may let a row through in the one place and not in the other.
function sameTable(entries: readonly number[], { query, catalog }: Level): RelationFacts | undefined {
  const [here, there] = entries.map((number) => query.children('rtable')[number - 1])
  if (here === undefined || there === undefined || there.child('tablesample') !== undefined) return undefined
  const [relation, other] = [here, there].map((entry) => catalog.relations.get(entry.number('relid')))
  const whole = here.flag('inh') === there.flag('inh') && relation?.rowSecurity === false
  return relation === other && whole && ['r', 'p'].includes(relation.kind) ? relation : undefined
}
