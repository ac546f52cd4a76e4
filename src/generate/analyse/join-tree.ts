import { Facts } from './facts.ts'
import type { TreeNode } from './node-tree.ts'
import { givesOneRow } from './one-row.ts'
import { type Level, provenWhen } from './proofs.ts'
import { meetsItself } from './self-join.ts'

const joinTypes = ['inner', 'left', 'full', 'right'] as const

/** What holds for every row that the query's FROM and WHERE let through. */
export function factsOf(level: Level): Facts {
  const { query } = level
  const tree = query.child('jointree')
  if (query.number('commandType') === merge) return mergeFacts(level, factsOfNode(withoutCondition(tree), level))
  const facts = factsOfNode(tree, level).provingOwn(provenByHaving(level))
  return query.number('commandType') === update ? afterUpdate(level, facts) : facts
}

// What holds of a group's key holds of each of its rows; in the answer of grouping sets a key may be null all the same.
function provenByHaving(level: Level): ReturnType<typeof provenWhen> {
  const grouped = level.query.children('groupClause').length > 0 && level.query.children('groupingSets').length === 0
  return provenWhen(grouped ? level.query.child('havingQual') : undefined, true, level)
}

const update = 2
const merge = 5

function factsOfNode(node: TreeNode | undefined, level: Level): Facts {
  switch (node?.kind) {
    case 'RANGETBLREF':
      return Facts.of(node.number('rtindex'))
    case 'FROMEXPR':
      return factsOfList(node.children('fromlist'), level).provingOwn(provenWhen(node.child('quals'), true, level))
    case 'JOINEXPR':
      return factsOfJoin(node, level)
    default:
      return Facts.none
  }
}

function factsOfList(nodes: readonly TreeNode[], level: Level): Facts {
  return nodes.map((node) => factsOfNode(node, level)).reduce((all, each) => all.and(each), Facts.none)
}

function factsOfJoin(join: TreeNode, level: Level): Facts {
  const left = factsOfNode(join.child('larg'), level)
  const right = factsOfNode(join.child('rarg'), level)
  const number = join.number('rtindex')
  const proof = provenWhen(join.child('quals'), true, level)
  switch (joinTypes[join.number('jointype')]) {
    case 'inner':
      return left.and(right).provingOwn(proof)
    case 'left':
      if (alwaysMatches(join, level) || meetsItself(join, left, level)) return left.and(right)
      return left.and(right.provingOwn(proof).underJoin(`${number}R`, proof))
    case 'right':
      return left.provingOwn(proof).underJoin(`${number}L`, proof).and(right)
    default:
      return left.underJoin(`${number}L`, new Set()).and(right.underJoin(`${number}R`, new Set()))
  }
}

// As in `left join lateral (select count(*) …) on true`.
function alwaysMatches(join: TreeNode, { query }: Level): boolean {
  const right = join.child('rarg')
  const entry = right?.kind === 'RANGETBLREF' ? query.children('rtable')[right.number('rtindex') - 1] : undefined
  const inner = entry?.child('subquery')
  return inner !== undefined && isConstantTrue(join.child('quals')) && givesOneRow(inner)
}

function isConstantTrue(condition: TreeNode | undefined): boolean {
  if (condition === undefined) return true
  return condition.kind === 'CONST' && !condition.flag('constisnull') && condition.bytes('constvalue')?.[0] === 1
}

// WHERE looked at the row as it was: what it proved holds afterwards only for columns that nothing can have changed.
function afterUpdate({ query, catalog }: Level, facts: Facts): Facts {
  const result = query.number('resultRelation')
  const relation = catalog.relations.get(query.children('rtable')[result - 1]?.number('relid') ?? 0)
  const assigned = new Set(query.children('targetList').map((target) => target.number('resno')))
  const isKept = (column: number) => !assigned.has(column) && relation?.columns.get(column)?.generated === false
  return facts.forgetting(result, (column) => relation?.keepsValues === true && isKept(column))
}

// RETURNING answers for every action at once, and WHEN NOT MATCHED BY SOURCE has no row of the source.
function mergeFacts({ query }: Level, facts: Facts): Facts {
  const notMatchedBySource = 1
  const lacksSource = query
    .children('mergeActionList')
    .some((action) => action.number('matchKind') === notMatchedBySource)
  const source = facts.forgetting(query.number('resultRelation'), () => false)
  return lacksSource ? source.underJoin(`${query.number('resultRelation')}R`, new Set()) : source
}

function withoutCondition(tree: TreeNode | undefined): TreeNode | undefined {
  return tree === undefined ? undefined : tree.without('quals')
}
