import type {
  BinaryExpression,
  ConditionalExpression,
  Expression,
  LogicalExpression,
  MemberExpression,
  Node,
  TemplateLiteral,
} from '@babel/types'
import { nameOf } from './bindings.ts'
import { constantAt, propertyOf, unwrapped } from './constants.ts'
import { findField } from './fields.ts'
import { bindingOf } from './modules.ts'
import { fileOf } from './parse.ts'
import { decoded, pinned } from './placed-text.ts'
import { closedUnion, type DeclaredType, typeOf, typeOfBinding, withoutNull } from './types.ts'
import { behind, chosen, closed, concatenated, each, either, literal, type Texts } from './variants.ts'

/**
 * The texts that an expression can have, as far as the files of the project tell: literals, constants that hold them, templates and
 * sums of them, and variables whose declared type is a closed union of string literals.
 */
export function textsOf(expression: Node): Texts {
  return evaluated(new Set(), expression)
}

/** The expressions within which one stands while it is evaluated, none of which can be its own part. */
type Pending = ReadonlySet<Node>

function evaluated(pending: Pending, expression: Node): Texts {
  const node = unwrapped(expression)
  if (pending.has(node)) return { kind: 'open', at: node }
  const texts = ofNode(new Set([...pending, node]), node)
  return texts.kind === 'open' && expression.type === 'TSAsExpression' ? (ofCast(expression) ?? texts) : texts
}

function ofNode(pending: Pending, node: Node): Texts {
  switch (node.type) {
    case 'StringLiteral':
      return closed([literal(decoded(fileOf(node).text, node.start! + 1, node.end! - 1))])
    case 'TemplateLiteral':
      return ofTemplate(pending, node)
    case 'BinaryExpression':
      return ofSum(pending, node)
    case 'ConditionalExpression':
      return ofConditional(pending, node)
    case 'LogicalExpression':
      return ofDefault(pending, node)
    case 'Identifier':
      return ofName(pending, node, node.name)
    case 'MemberExpression':
      return ofMember(pending, node)
    default:
      return { kind: 'open', at: node }
  }
}

function ofTemplate(pending: Pending, node: TemplateLiteral): Texts {
  const { quasis, expressions } = node
  const parts = quasis.flatMap((quasi, index) => {
    const text = closed([literal(decoded(fileOf(node).text, quasi.start!, quasi.end!))])
    const expression = expressions[index]
    return expression === undefined ? [text] : [text, interpolated(pending, expression)]
  })
  return parts.reduce(concatenated)
}

// A number has its text inside a template; elsewhere it is none.
function interpolated(pending: Pending, expression: Node): Texts {
  const node = unwrapped(expression)
  const value = node.type === 'Identifier' ? valueNamed(node, node.name) : node
  const number = value && unwrapped(value)
  if (number?.type !== 'NumericLiteral') return evaluated(pending, expression)
  return closed([literal(pinned(String(number.value), node))])
}

function ofSum(pending: Pending, node: BinaryExpression): Texts {
  if (node.operator !== '+') return { kind: 'open', at: node }
  return concatenated(evaluated(pending, node.left), evaluated(pending, node.right))
}

function ofConditional(pending: Pending, node: ConditionalExpression): Texts {
  const branches = [node.consequent, node.alternate].map((branch) => evaluated(pending, branch))
  const { key, name } = choiceOf(node)
  return each(either(branches), (variant) => closed([chosen(variant, key, name)]))
}

/** `by ?? 'name'`: what `by` is when it is there, or the other. */
function ofDefault(pending: Pending, node: LogicalExpression): Texts {
  const declared = node.operator === '??' ? typeOf(node.left) : undefined
  if (declared === undefined) return { kind: 'open', at: node }
  const given = ofType(node.left, { type: withoutNull(declared.type), optional: false })
  const { key, name } = choiceOf(node)
  const values = either([given, evaluated(pending, node.right)])
  return each(values, ({ text }) => closed([chosen(literal(pinned(text, node)), key, name)]))
}

function ofName(pending: Pending, node: Node, name: string): Texts {
  const value = valueNamed(node, name)
  const ofValue = value && ofPart(pending, node, value)
  if (ofValue !== undefined && ofValue.kind !== 'open') return ofValue
  const binding = bindingOf(node, name)
  const byType = ofType(node, typeOfBinding(binding), binding?.fallback)
  return byType.kind === 'open' ? (ofValue ?? byType) : byType
}

/** The value of a constant, or of the part of one that a name takes out of it. */
function valueNamed(node: Node, name: string): Node | undefined {
  const binding = bindingOf(node, name)
  return binding?.path.length === 0 ? binding.value : constantAt(node)
}

/** The texts of what a node stands for. What stands in another file is, in this one, where it is used. */
function ofPart(pending: Pending, node: Node, value: Node): Texts {
  const texts = evaluated(pending, value)
  if (fileOf(value) === fileOf(node)) return texts
  return each(texts, (variant) => closed([{ ...variant, ...pinned(variant.text, node) }]))
}

function ofMember(pending: Pending, node: MemberExpression): Texts {
  const name = nameOf({ key: node.property, computed: node.computed })
  if (name === undefined) return ofLookup(pending, node)
  const value = node.object.type === 'ThisExpression' ? findField(node, name)?.value : constantAt(node)
  return value === undefined ? ofType(node, typeOf(node)) : ofPart(pending, node, value)
}

/** `orders[by]`, where `orders` is a constant and `by` is a closed union. */
function ofLookup(pending: Pending, node: MemberExpression): Texts {
  const object = constantAt(node.object)
  return each(evaluated(pending, node.property), ({ text, choices }) => {
    const value = propertyOf(object, text)
    const texts: Texts = value === undefined ? { kind: 'open', at: node } : ofPart(pending, node, value)
    return each(texts, (variant) => closed([behind(choices, variant)]))
  })
}

function ofType(node: Node, declared: DeclaredType | undefined, fallback?: Expression | undefined): Texts {
  const values = declared && closedUnion(declared.type)
  // The compiler sees to it that a fallback is of the declared type, so it adds no text of its own.
  if (values === undefined || (declared?.optional && fallback === undefined)) return { kind: 'open', at: node }
  const { key, name } = choiceOf(node)
  return closed(values.map((value) => chosen(literal(pinned(value, node)), key, name)))
}

// `x as 'asc' | 'desc'`: what it is, only run time knows; what it can be, its author has said.
function ofCast(expression: Extract<Node, { type: 'TSAsExpression' }>): Texts | undefined {
  const texts = ofType(expression, { type: expression.typeAnnotation, optional: false })
  return texts.kind === 'open' ? undefined : texts
}

/** What is chosen at a node: the same key for every mention of the same variable. */
function choiceOf(node: Node): { readonly key: string; readonly name: string } {
  return { key: keyOf(node), name: sourceOf(node) }
}

function keyOf(node: Node): string {
  if (node.type === 'Identifier') return placeKey(bindingOf(node, node.name)?.at ?? node)
  if (node.type === 'ThisExpression') return 'this'
  if (node.type !== 'MemberExpression') return placeKey(node)
  return `${keyOf(node.object)}.${sourceOf(node.property)}`
}

function placeKey(node: Node): string {
  return `${fileOf(node).path}:${node.start}`
}

function sourceOf(node: Node): string {
  return fileOf(node).text.slice(node.start!, node.end!)
}
