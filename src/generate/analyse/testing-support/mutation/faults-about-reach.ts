// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from './mutant.ts'

/** Wrong rules about proofs that reach far, which the cases have to notice. */
export const faultsAboutReach: readonly Fault[] = [
  {
    belief: 'not exists has found a row, and not in has compared with one',
    file: 'proofs.ts',
    text: '(sense ? provenBySubSelect(node, level) : nothing)',
    replacement: 'provenBySubSelect(node, level)',
  },
  {
    belief: 'an aggregate answers only where rows have passed',
    file: 'proofs.ts',
    text: "return aggregated && query.children('groupClause').length === 0",
    replacement: 'return false && aggregated',
  },
  {
    belief: 'the condition of a left join inside exists has been passed',
    file: 'proofs.ts',
    text: "case left:\n      return conditions(node.child('larg'))",
    replacement: "case left:\n      return [...quals(node), ...conditions(node.child('larg'))]",
  },
  {
    belief: 'every branch of a condition was taken',
    file: 'proofs.ts',
    text: 'return intersection(possible.map(',
    replacement: 'return union(possible.map(',
  },
  {
    belief: 'a branch whose result is another may have been taken',
    file: 'proofs.ts',
    text: '({ result }) => !isOther(result, sense)',
    replacement: '({ result }) => result !== undefined || sense',
  },
  {
    belief: 'a column does not say that its row is there',
    file: 'proofs.ts',
    text: 'return new Set([columnKey(entry, number), columnKey(entry, 0)])',
    replacement: 'return new Set([columnKey(entry, number)])',
  },
  {
    belief: 'case with a value has looked at more than the value',
    file: 'proofs.ts',
    text: "compared?.kind === 'CASETESTEXPR' ? provenByValue(value, level) : nothing",
    replacement: 'nothing',
  },
  {
    belief: 'functions in the select list are of one length',
    file: 'table-functions.ts',
    text: 'return !together || !isLongest(call, sets, scope) || ',
    replacement: 'return !together || ',
  },
  {
    belief: 'an element that is a row of one column is that column',
    file: 'table-functions.ts',
    text: 'isRow(call, scope) || ',
    replacement: '',
  },
  {
    belief: 'a series counts by one',
    file: 'row-counts.ts',
    text: '(to - from) / step',
    replacement: 'to - from',
  },
  {
    belief: 'on conflict leaves what was to be inserted',
    file: 'result-columns.ts',
    text: ' || mayUpdateInstead(query)',
    replacement: '',
  },
  {
    belief: 'what a statement gives is not null',
    file: 'result-columns.ts',
    text: "given === undefined || given.flag('resjunk') || ask.nullable(given.child('expr'), scopeBefore(scope))",
    replacement: 'given === undefined',
  },
  {
    belief: 'null is equal to itself',
    file: 'self-join.ts',
    text: 'return notNull && ',
    replacement: 'return ',
  },
  {
    belief: 'a table meets itself by whatever columns',
    file: 'self-join.ts',
    text: " || there.number('varattno') !== column",
    replacement: '',
  },
  {
    belief: 'a count of at least none has met a row',
    file: 'having.ts',
    text: 'return bound >= 1',
    replacement: 'return bound >= 0',
  },
  {
    belief: 'an infinite time has every field',
    file: 'functions.ts',
    text: "endless.has(constantText(field) ?? '')",
    replacement: 'field !== undefined',
  },
  {
    belief: 'a percentile has its fraction',
    file: 'aggregates.ts',
    text: "[argument, ...node.children('aggdirectargs')]",
    replacement: '[argument]',
  },
  {
    belief: 'a recursive query answers arrays of the dimensions of its first arm',
    file: 'dimensions.ts',
    text: 'const arms = armScopes(innerScope(query, owner))',
    replacement: 'const arms = armScopes(innerScope(query, owner)).slice(0, 1)',
  },
  {
    belief: 'a mark of a cycle is never null',
    file: 'sub-queries.ts',
    text: "marks.some((mark) => mark?.flag('constisnull') !== false)",
    replacement: 'false',
  },
]
