import { aggregateRules } from './aggregates.ts'
import { elementsNullable } from './arrays.ts'
import { columnRules } from './columns.ts'
import { expressionRules } from './expressions.ts'
import { functionRules } from './functions.ts'
import type { Ask, Rules } from './rule.ts'
import { outputs, subSelectRules } from './sub-queries.ts'

const rules: Rules = {
  ...expressionRules,
  ...functionRules,
  ...aggregateRules,
  ...subSelectRules,
  ...columnRules,
}

/** Answers by the rule of each kind of node. What no rule knows is nullable. */
export const ask: Ask = {
  nullable: (expression, scope) =>
    expression === undefined || (rules[expression.kind]?.(expression, scope, ask) ?? true),
  elementsNullable: (array, scope) => elementsNullable(array, scope, ask),
  outputs: (scope) => outputs(scope, ask),
}
