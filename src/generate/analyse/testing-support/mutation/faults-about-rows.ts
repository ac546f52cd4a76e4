// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from './mutant.ts'

/** Wrong rules about joins, conditions, groups and sub-queries that random statements have to notice. */
export const faultsAboutRows: readonly Fault[] = [
  {
    belief: 'an aggregate without group by meets a row',
    file: 'aggregates.ts',
    text: "if (query.children('groupClause').length === 0) return !impliesRow(query.child('havingQual'), catalog)",
    replacement: '',
  },
  {
    belief: 'a left join finds a match for every row',
    file: 'join-tree.ts',
    text: 'left.and(right.provingOwn(proof).underJoin(`${number}R`, proof))',
    replacement: 'left.and(right.provingOwn(proof))',
  },
  {
    belief: 'a scalar sub-select has a row',
    file: 'sub-queries.ts',
    text: 'return !givesOneRow(query) || ask.outputs(innerScope(query, scope))[0] !== false',
    replacement: 'return ask.outputs(innerScope(query, scope))[0] !== false',
  },
  {
    belief: 'grouping sets null no key',
    file: 'columns.ts',
    text: "if (scope.query.children('groupingSets').length > 0) return true",
    replacement: '',
  },
  {
    belief: 'a right join finds a match for every row',
    file: 'join-tree.ts',
    text: 'left.provingOwn(proof).underJoin(`${number}L`, proof).and(right)',
    replacement: 'left.provingOwn(proof).and(right)',
  },
  {
    belief: 'a full join null-extends only its right side',
    file: 'join-tree.ts',
    text: 'left.underJoin(`${number}L`, new Set()).and(',
    replacement: 'left.and(',
  },
  {
    belief: 'the condition of a left join filters its left side',
    file: 'join-tree.ts',
    text: 'left.and(right.provingOwn(proof).underJoin(`${number}R`, proof))',
    replacement: 'left.provingOwn(proof).and(right.provingOwn(proof).underJoin(`${number}R`, proof))',
  },
  {
    belief: 'an or proves what one of its sides proves',
    file: 'proofs.ts',
    text: "(operator === 'and') === sense ? union(proofs) : intersection(proofs)",
    replacement: 'union(proofs)',
  },
  {
    belief: 'not turns nothing around',
    file: 'proofs.ts',
    text: 'provenWhen(parts[0], !sense, level)',
    replacement: 'provenWhen(parts[0], sense, level)',
  },
  {
    belief: 'is null proves a value',
    file: 'proofs.ts',
    text: 'sense === (node.number(',
    replacement: 'sense !== (node.number(',
  },
  {
    belief: 'is distinct from a constant proves a value',
    file: 'proofs.ts',
    text: '  if (sense) return nothing\n  if (isConstant(left))',
    replacement: '  if (isConstant(left))',
  },
  {
    belief: 'a condition that is not true is false',
    file: 'proofs.ts',
    text: 'if (isTwoValued(condition)) return',
    replacement: 'if (condition.kind !== undefined) return',
  },
  {
    belief: 'rollup has no empty set',
    file: 'aggregates.ts',
    text: "return set.number('kind') !== simple",
    replacement: "return set.number('kind') === 0",
  },
  {
    belief: 'a filter lets a row through',
    file: 'aggregates.ts',
    text: "node.child('aggfilter') !== undefined || mayMeetNoRow(scope)",
    replacement: 'mayMeetNoRow(scope)',
  },
  {
    belief: 'max and sum are there as soon as there is a row',
    file: 'aggregates.ts',
    text: 'if (collects.has(name)) return false\n',
    replacement: 'if (collects.has(name) || combines.has(name)) return false\n',
  },
  {
    belief: 'lag and lead find a row',
    file: 'aggregates.ts',
    text: 'return args.length < 3 || args.some((arg) => ask.nullable(arg, scope))',
    replacement: 'return args.some((arg) => ask.nullable(arg, scope))',
  },
  {
    belief: 'a frame holds the current row',
    file: 'aggregates.ts',
    text: ' || !holdsCurrentRow(node, scope.query)',
    replacement: '',
  },
  {
    belief: 'a frame excludes nothing',
    file: 'aggregates.ts',
    text: ' && (frame & excludes) === 0',
    replacement: '',
  },
  {
    belief: 'nth_value finds its row',
    file: 'aggregates.ts',
    text: "name === 'first_value' || name === 'last_value'",
    replacement: "name === 'first_value' || name === 'last_value' || name === 'nth_value'",
  },
  {
    belief: 'union answers the rows of its first arm',
    file: 'sub-queries.ts',
    text: "return side('larg') || side('rarg')",
    replacement: "return side('larg')",
  },
  {
    belief: 'a row of except is in neither arm',
    file: 'sub-queries.ts',
    text: "default:\n      return side('larg')",
    replacement: "default:\n      return side('larg') && side('rarg')",
  },
  {
    belief: 'one row of values stands for all',
    file: 'columns.ts',
    text: "entry.lists('values_lists').some(",
    replacement: "entry.lists('values_lists').slice(0, 1).some(",
  },
  {
    belief: 'the columns of a view are as in the tables below',
    file: 'columns.ts',
    text: 'return viewOutputs(relation.oid, place)[attribute - 1] ?? true',
    replacement: 'return false',
  },
  {
    belief: 'unnest answers what is in every array',
    file: 'table-functions.ts',
    text: "return ask.elementsNullable(call.children('args')[0], scope)",
    replacement: 'return false',
  },
  {
    belief: 'merge has a source for every row',
    file: 'join-tree.ts',
    text: "return lacksSource ? source.underJoin(`${query.number('resultRelation')}R`, new Set()) : source",
    replacement: 'return source',
  },
]
