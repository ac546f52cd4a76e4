import type { Fault } from './mutant.ts'

/** Wrong rules about expressions, arrays, JSON and parameters that random statements have to notice. */
export const faultsAboutValues: readonly Fault[] = [
  {
    belief: 'what stands in json is there',
    file: 'json.ts',
    text: 'return this.#ask.nullable(expression, scope) ? withNull(shape) : shape',
    replacement: 'return shape',
  },
  {
    belief: 'a missing else is never reached',
    file: 'expressions.ts',
    text: "yield { result: node.child('defresult'), within: remaining }",
    replacement:
      "if (node.child('defresult')?.kind !== 'CONST') yield { result: node.child('defresult'), within: remaining }",
  },
  {
    belief: 'only the first branch of case is taken',
    file: 'expressions.ts',
    text: 'return [...branches(node, scope)].some(',
    replacement: 'return [...branches(node, scope)].slice(0, 1).some(',
  },
  {
    belief: 'else knows that each condition was true',
    file: 'expressions.ts',
    text: 'remaining = narrowed(remaining, provenUnless(condition, scope))',
    replacement: 'remaining = narrowed(remaining, provenWhen(condition, true, scope))',
  },
  {
    belief: 'nullif is null only if its arguments are',
    file: 'expressions.ts',
    text: 'NULLIFEXPR: always',
    replacement: 'NULLIFEXPR: ifAny',
  },
  {
    belief: 'coalesce needs only one argument that may be there',
    file: 'expressions.ts',
    text: 'COALESCEEXPR: coalesced',
    replacement: 'COALESCEEXPR: never',
  },
  {
    belief: 'greatest is never null',
    file: 'expressions.ts',
    text: 'MINMAXEXPR: ifAll',
    replacement: 'MINMAXEXPR: never',
  },
  {
    belief: 'and, or and not are two-valued',
    file: 'expressions.ts',
    text: 'BOOLEXPR: logic',
    replacement: 'BOOLEXPR: never',
  },
  {
    belief: 'every function answers something for values',
    file: 'functions.ts',
    text: 'return !totalFunctions.has(routine.signature) || ifAny(node, scope, ask)',
    replacement: 'return ifAny(node, scope, ask)',
  },
  {
    belief: 'every operator answers something for values',
    file: 'total-operators.ts',
    text: 'return totalOperators.has(operator.name)',
    replacement: 'return true',
  },
  {
    belief: 'the elements of a constant array are there',
    file: 'arrays.ts',
    text: 'bytes.slice(8, 12).some((byte) => byte !== 0)',
    replacement: 'false',
  },
  {
    belief: 'the elements of array[…] are there',
    file: 'arrays.ts',
    text: "return array.children('elements').some((element) => elementNullable(array, element, scope, ask))",
    replacement: 'return false',
  },
  {
    belief: 'array(…) selects no null',
    file: 'arrays.ts',
    text: 'return ask.outputs(inner)[0] !== false',
    replacement: 'return false',
  },
  {
    belief: 'array_agg meets no null',
    file: 'arrays.ts',
    text: "return ask.nullable(node.children('args')[0]?.child('expr'), filtered(node, scope))",
    replacement: 'return false',
  },
  {
    belief: 'the last key of json_build_object is the only one',
    file: 'json.ts',
    text: 'index + 1 < args.length; index += 2) {',
    replacement: 'index + 1 < args.length; index += 4) {',
  },
  {
    belief: 'json_agg meets no null',
    file: 'json.ts',
    text: 'return arrayOf(this.of(element, scope), this.#ask.nullable(element, scope))',
    replacement: 'return arrayOf(this.of(element, scope), false)',
  },
  {
    belief: 'a numeric is a number',
    file: 'types.ts',
    text: "  [1184, 'Date'],",
    replacement: "  [1184, 'Date'],\n  [1700, 'number'],",
  },
  {
    belief: 'an array has one dimension',
    file: 'dimensions.ts',
    text: 'return found.length === 0 ? [1] : found',
    replacement: 'return [1]',
  },
  {
    belief: 'a field of a composite value is there',
    file: 'expressions.ts',
    text: "if (row?.kind !== 'VAR' || row.number('varattno') !== 0) return true",
    replacement: "if (row?.kind !== 'VAR' || row.number('varattno') !== 0) return ask.nullable(row, scope)",
  },
  {
    belief: 'a parameter that takes null is not null',
    file: 'expressions.ts',
    text: "if (kind === external) return scope.nullParams.has(node.number('paramid'))",
    replacement: 'if (kind === external) return false',
  },
  {
    belief: 'every column takes a null that is given',
    file: 'parameter-uses.ts',
    text: '{ takesNull: !column.notNull, label: column.name, column }',
    replacement: '{ takesNull: true, label: column.name, column }',
  },
  {
    belief: 'no column takes a null that is given',
    file: 'parameter-uses.ts',
    text: '{ takesNull: !column.notNull, label: column.name, column }',
    replacement: '{ takesNull: false, label: column.name, column }',
  },
]
