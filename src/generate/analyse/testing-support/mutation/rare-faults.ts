// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from './mutant.ts'

/** Wrong rules that random statements meet too seldom, so that the cases have to notice them. */
export const rareFaults: readonly Fault[] = [
  {
    belief: 'a join that is known to have matched says the same of the join around it',
    file: 'facts.ts',
    text: 'filter((tag) => !ruledOut.has(tag))',
    replacement: 'filter(() => ruledOut.size === 0)',
  },
  {
    belief: 'a merged column of a full join is null-extended by nothing',
    file: 'expressions.ts',
    text: 'return !joins.some((join) => present(`${join}L`) && present(`${join}R`))',
    replacement: 'return joins.length === 0',
  },
  {
    belief: 'what an update assigns keeps the proof of WHERE',
    file: 'join-tree.ts',
    text: '!assigned.has(column) && ',
    replacement: '',
  },
  {
    belief: 'is not true proves its argument',
    file: 'proofs.ts',
    text: 'return sense ? provenWhen(arg, true, level) : nothing',
    replacement: 'return provenWhen(arg, sense, level)',
  },
  {
    belief: 'a comparison with all elements of an array has met one',
    file: 'proofs.ts',
    text: 'if (hasElements(array)) return provenByValue(value, level)',
    replacement: 'return provenByValue(value, level)',
  },
  {
    belief: 'every pair of compared rows is looked at',
    file: 'proofs.ts',
    text: "[...node.children('largs').slice(0, 1), ...node.children('rargs').slice(0, 1)]",
    replacement: "[...node.children('largs'), ...node.children('rargs')]",
  },
  {
    belief: 'every function is strict',
    file: 'proofs.ts',
    text: 'routine?.strict === true && !routine.returnsSet',
    replacement: 'routine?.returnsSet === false',
  },
  {
    belief: 'compared rows have no nulls',
    file: 'expressions.ts',
    text: 'ROWCOMPAREEXPR: comparedRows',
    replacement: 'ROWCOMPAREEXPR: never',
  },
  {
    belief: 'concat_ws has its separator',
    file: 'functions.ts',
    text: "new Set(['concat_ws', 'format'])",
    replacement: "new Set(['format'])",
  },
  {
    belief: 'a window function sees only the rows of the branch of case that it stands in',
    file: 'aggregates.ts',
    text: 'const scope = narrowed.whole ?? narrowed',
    replacement: 'const scope = narrowed',
  },
  {
    belief: 'every case of an array has the dimensions of the first',
    file: 'dimensions.ts',
    text: 'return [...branches(array, scope)].flatMap(({ result, within }) => possible(result, within))',
    replacement:
      'return [...branches(array, scope)].slice(0, 1).flatMap(({ result, within }) => possible(result, within))',
  },
  {
    belief: 'a column of an outer query is as in the inner one',
    file: 'columns.ts',
    text: "const scope = scopeAbove(from, node.number('varlevelsup'))\n  const entry = scope &&",
    replacement: 'const scope = scopeAbove(from, 0)\n  const entry = scope &&',
  },
  {
    belief: 'a left join with one row matches whatever its condition says',
    file: 'join-tree.ts',
    text: "inner !== undefined && isConstantTrue(join.child('quals')) && givesOneRow(inner)",
    replacement: 'inner !== undefined && givesOneRow(inner)',
  },
  {
    belief: 'the parts of an or are asked where the others are true',
    file: 'expressions.ts',
    text: "const undecided = node.text('boolop') !== 'or'",
    replacement: 'const undecided = true',
  },
  {
    belief: 'in does not look at the nulls of its sub-select',
    file: 'sub-queries.ts',
    text: "return ask.outputs(innerScope(query, scope)).some(Boolean) || ask.nullable(node.child('testexpr'), scope)",
    replacement: "return ask.nullable(node.child('testexpr'), scope)",
  },
  {
    belief: 'a recursive query answers what its first arm answers',
    file: 'sub-queries.ts',
    text: 'for (let changed = true; changed; ) {',
    replacement: 'for (let rounds = 0, changed = true; changed && rounds < 1; rounds += 1) {',
  },
  {
    belief: 'functions side by side are of one length',
    file: 'table-functions.ts',
    text: ' || !isLongest(call, calls, scope)',
    replacement: '',
  },
  {
    belief: 'the elements of an array that is compared with are not null',
    file: 'functions.ts',
    text: ' || ask.elementsNullable(array, scope)',
    replacement: '',
  },
]
