import { filtered } from './arrays.ts'
import { type ColumnTypes, declaredType, storedColumn } from './column-types.ts'
import { constantJson, constantText } from './constants.ts'
import { arrayType, dimensionsOf } from './dimensions.ts'
import { expressionType } from './expression-type.ts'
import { branches } from './expressions.ts'
import { columnKey } from './facts.ts'
import type { TreeNode } from './node-tree.ts'
import type { Ask } from './rule.ts'
import { entryKind, entryOf, innerScope, outputExpressions, type Scope, scopeAbove, withFacts } from './scope.ts'
import { trace } from './trace.ts'
import { arrayOf, isJson, jsonType, objectOf, withNull } from './types.ts'

/** Finds the TypeScript shape that values have inside JSON. */
export class JsonShapes {
  readonly #ask: Ask
  readonly #columnTypes: ColumnTypes

  constructor(ask: Ask, columnTypes: ColumnTypes) {
    this.#ask = ask
    this.#columnTypes = columnTypes
  }

  /** The shape of an expression's value once it is JSON, without its null. */
  of(expression: TreeNode | undefined, from: Scope): string {
    if (expression === undefined) return 'JsonValue'
    const { expression: node, scope } = trace(expression, from)
    return this.#byKind(node, scope) ?? this.#byType(node, scope)
  }

  #byType(node: TreeNode, scope: Scope): string {
    const type = scope.catalog.types.get(expressionType(node))
    if (type?.kind !== 'array') return jsonType(expressionType(node), scope.catalog)
    const element = jsonType(type.part, scope.catalog)
    return arrayType(element, this.#ask.elementsNullable(node, scope), dimensionsOf(node, scope))
  }

  #byKind(node: TreeNode, scope: Scope): string | undefined {
    switch (node.kind) {
      case 'VAR':
        return node.number('varattno') === 0 ? this.#row(node, scope) : this.#column(node, scope)
      case 'CONST':
        return isJson(node.number('consttype')) ? constantJson(node) : undefined
      case 'RELABELTYPE':
      case 'COERCETODOMAIN':
        return this.of(node.child('arg'), scope)
      case 'COERCEVIAIO':
        return this.#converted(node, scope)
      case 'COALESCEEXPR':
        return oneOf(
          node
            .children('args')
            .filter(isValue)
            .map((arg) => this.of(arg, scope)),
        )
      case 'CASEEXPR':
        return this.#choice(node, scope)
      case 'SUBLINK':
        return this.#subSelect(node, scope)
      case 'ARRAYEXPR':
        return this.#list(node.children('elements'), scope)
      case 'ROWEXPR':
        return this.#rowExpression(node, scope)
      case 'FUNCEXPR':
        return this.#call(node, scope)
      case 'AGGREF':
        return this.#aggregate(node, scope)
      default:
        return undefined
    }
  }

  #orNull(expression: TreeNode | undefined, scope: Scope): string {
    const shape = this.of(expression, scope)
    return this.#ask.nullable(expression, scope) ? withNull(shape) : shape
  }

  #column(node: TreeNode, scope: Scope): string | undefined {
    if (!isJson(node.number('vartype'))) return undefined
    return declaredType(storedColumn(node, scope), scope, this.#columnTypes)
  }

  // json to jsonb and back goes by text; any other text becomes whatever it holds.
  #converted(node: TreeNode, scope: Scope): string | undefined {
    if (!isJson(node.number('resulttype'))) return undefined
    const arg = node.child('arg')
    return isJson(expressionType(arg)) ? this.of(arg, scope) : 'JsonValue'
  }

  #choice(node: TreeNode, scope: Scope): string {
    const results = [...branches(node, scope)].filter(({ result }) => isValue(result))
    return oneOf(results.map(({ result, within }) => this.of(result, within)))
  }

  #subSelect(node: TreeNode, scope: Scope): string | undefined {
    const [scalar, array] = [4, 6]
    const kind = node.number('subLinkType')
    const query = node.child('subselect')
    if (query === undefined || (kind !== scalar && kind !== array)) return undefined
    if (query.child('setOperations') !== undefined) return 'JsonValue'
    const inner = innerScope(query, scope)
    const expression = outputExpressions(query)[0]?.child('expr')
    return kind === scalar ? this.of(expression, inner) : this.#arrayOf(expression, inner)
  }

  #arrayOf(element: TreeNode | undefined, scope: Scope): string {
    return arrayOf(this.of(element, scope), this.#ask.nullable(element, scope))
  }

  #list(elements: readonly TreeNode[], scope: Scope): string {
    if (elements.length === 0) return 'never[]'
    const nullable = elements.some((element) => this.#ask.nullable(element, scope))
    const shapes = elements.filter(isValue).map((element) => this.of(element, scope))
    return arrayOf(shapes.length === 0 ? 'never' : oneOf(shapes), nullable)
  }

  #rowExpression(node: TreeNode, scope: Scope): string | undefined {
    const record = 2249
    const values = node.children('args')
    if (node.number('row_typeid') !== record) return undefined
    return objectOf(values.map((value, index) => [`f${index + 1}`, this.#orNull(value, scope)]))
  }

  #call(node: TreeNode, scope: Scope): string | undefined {
    const routine = scope.catalog.functions.get(node.number('funcid'))
    const args = node.children('args')
    if (routine?.core !== true || node.flag('funcvariadic')) return undefined
    switch (routine.name.replace(/^jsonb_/, 'json_')) {
      case 'json_build_object':
        return this.#object(args, scope)
      case 'json_build_array':
        return this.#list(args, scope)
      case 'to_json':
      case 'to_jsonb':
      case 'row_to_json':
      case 'array_to_json':
        return this.of(args[0], scope)
      default:
        return undefined
    }
  }

  #object(args: readonly TreeNode[], scope: Scope): string {
    const properties = new Map<string, string>()
    for (let index = 0; index + 1 < args.length; index += 2) {
      const key = constantText(args[index])
      if (key === undefined) return 'Record<string, JsonValue>'
      properties.set(key, this.#orNull(args[index + 1], scope))
    }
    return objectOf([...properties])
  }

  #aggregate(node: TreeNode, scope: Scope): string | undefined {
    const routine = scope.catalog.functions.get(node.number('aggfnoid'))
    const [first, second] = node.children('args').map((arg) => arg.child('expr'))
    if (routine?.core !== true) return undefined
    if (node.number('agglevelsup') > 0) return 'JsonValue'
    const within = filtered(node, scope)
    switch (routine.name.replace(/^jsonb_/, 'json_')) {
      case 'json_agg':
        return this.#arrayOf(first, within)
      case 'json_object_agg':
        return `Record<string, ${this.#orNull(second, within)}>`
      default:
        return undefined
    }
  }

  /** A whole row is an object of its columns; that it is looked into means that it is there. */
  #row(node: TreeNode, from: Scope): string {
    const above = scopeAbove(from, node.number('varlevelsup'))
    const number = node.number('varno')
    const entry = above && entryOf(above, number)
    if (above === undefined || entry === undefined) return 'JsonValue'
    const scope = withFacts(above, above.facts.proving([columnKey(number, 0)]))
    const columns = rowColumns(entry, scope)
    if (columns === undefined) return 'JsonValue'
    return objectOf(columns.map(({ name, ...at }) => [name, this.#orNull(columnNode(node, at), scope)]))
  }
}

interface RowColumn {
  readonly name: string
  readonly number: number
  readonly type: number
}

function rowColumns(entry: TreeNode, scope: Scope): RowColumn[] | undefined {
  switch (entry.number('rtekind')) {
    case entryKind.relation: {
      const columns = scope.catalog.relations.get(entry.number('relid'))?.columns.values() ?? []
      return [...columns].map(({ name, number, type }) => ({ name, number, type }))
    }
    case entryKind.subquery: {
      const outputs = outputExpressions(entry.child('subquery')!)
      const names = entry.child('eref')?.texts('colnames') ?? []
      return outputs.map((output, index) => ({
        name: names[index] ?? '',
        number: index + 1,
        type: expressionType(output.child('expr')),
      }))
    }
    case entryKind.cte: {
      const names = entry.child('eref')?.texts('colnames') ?? []
      return entry.numbers('coltypes').map((type, index) => ({ name: names[index] ?? '', number: index + 1, type }))
    }
    default:
      return undefined
  }
}

function columnNode(row: TreeNode, { number, type }: Omit<RowColumn, 'name'>): TreeNode {
  return row.with('varattno', number).with('vartype', type).with('varlevelsup', 0)
}

function isValue(node: TreeNode | undefined): boolean {
  return !(node?.kind === 'CONST' && node.flag('constisnull'))
}

/** A union without what is said twice; an empty array is one of any elements. */
function oneOf(shapes: readonly string[]): string {
  const distinct = [...new Set(shapes)]
  if (distinct.includes('JsonValue')) return 'JsonValue'
  const hasArray = distinct.some((shape) => shape !== 'never[]' && shape.endsWith('[]'))
  const kept = hasArray ? distinct.filter((shape) => shape !== 'never[]') : distinct
  return kept.length === 0 ? 'never' : kept.join(' | ')
}
