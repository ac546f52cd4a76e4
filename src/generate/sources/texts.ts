import type {
  BinaryExpression,
  ConditionalExpression,
  Expression,
  LogicalExpression,
  MemberExpression,
  Node,
  TemplateLiteral,
} from '@babel/types'
import { findBinding, nameOf } from './bindings.ts'
import { constantAt, propertyOf, unwrapped } from './constants.ts'
import { findField } from './fields.ts'
import type { SourceFile } from './parse.ts'
import { decoded, pinned } from './placed-text.ts'
import { closedUnion, type DeclaredType, typeOf, typeOfBinding, withoutNull } from './types.ts'
import { behind, chosen, closed, concatenated, each, either, literal, type Texts } from './variants.ts'

/**
 * The texts that an expression can have, as far as the file itself tells: literals, constants that hold them, templates and
 * sums of them, and variables whose declared type is a closed union of string literals.
 */
export function textsOf(file: SourceFile, expression: Node): Texts {
  return evaluated({ file, pending: new Set() }, expression)
}

/** What an evaluation needs: the file, and the expressions within which it stands, none of which can be its own part. */
interface Evaluation {
  readonly file: SourceFile
  readonly pending: ReadonlySet<Node>
}

function evaluated({ file, pending }: Evaluation, expression: Node): Texts {
  const node = unwrapped(expression)
  if (pending.has(node)) return { kind: 'open', at: node }
  const evaluation = { file, pending: new Set([...pending, node]) }
  const texts = ofNode(evaluation, node)
  return texts.kind === 'open' && expression.type === 'TSAsExpression'
    ? (ofCast(evaluation, expression) ?? texts)
    : texts
}

function ofNode(evaluation: Evaluation, node: Node): Texts {
  switch (node.type) {
    case 'StringLiteral':
      return closed([literal(decoded(evaluation.file.text, node.start! + 1, node.end! - 1))])
    case 'TemplateLiteral':
      return ofTemplate(evaluation, node)
    case 'BinaryExpression':
      return ofSum(evaluation, node)
    case 'ConditionalExpression':
      return ofConditional(evaluation, node)
    case 'LogicalExpression':
      return ofDefault(evaluation, node)
    case 'Identifier':
      return ofName(evaluation, node, node.name)
    case 'MemberExpression':
      return ofMember(evaluation, node)
    default:
      return { kind: 'open', at: node }
  }
}

function ofTemplate(evaluation: Evaluation, { quasis, expressions }: TemplateLiteral): Texts {
  const parts = quasis.flatMap((quasi, index) => {
    const text = closed([literal(decoded(evaluation.file.text, quasi.start!, quasi.end!))])
    const expression = expressions[index]
    return expression === undefined ? [text] : [text, interpolated(evaluation, expression)]
  })
  return parts.reduce(concatenated)
}

// A number has its text inside a template; elsewhere it is none.
function interpolated(evaluation: Evaluation, expression: Node): Texts {
  const node = unwrapped(expression)
  const value = node.type === 'Identifier' ? valueNamed(evaluation.file, node, node.name) : node
  const number = value && unwrapped(value)
  if (number?.type !== 'NumericLiteral') return evaluated(evaluation, expression)
  return closed([literal(pinned(String(number.value), node))])
}

function ofSum(evaluation: Evaluation, node: BinaryExpression): Texts {
  if (node.operator !== '+') return { kind: 'open', at: node }
  return concatenated(evaluated(evaluation, node.left), evaluated(evaluation, node.right))
}

function ofConditional(evaluation: Evaluation, node: ConditionalExpression): Texts {
  const branches = [node.consequent, node.alternate].map((branch) => evaluated(evaluation, branch))
  const { key, name } = choiceOf(evaluation.file, node)
  return each(either(branches), (variant) => closed([chosen(variant, key, name)]))
}

/** `by ?? 'name'`: what `by` is when it is there, or the other. */
function ofDefault(evaluation: Evaluation, node: LogicalExpression): Texts {
  const declared = node.operator === '??' ? typeOf(evaluation.file, node.left) : undefined
  if (declared === undefined) return { kind: 'open', at: node }
  const given = ofType(evaluation, node.left, { type: withoutNull(declared.type), optional: false })
  const { key, name } = choiceOf(evaluation.file, node)
  const values = either([given, evaluated(evaluation, node.right)])
  return each(values, ({ text }) => closed([chosen(literal(pinned(text, node)), key, name)]))
}

function ofName(evaluation: Evaluation, node: Node, name: string): Texts {
  const { file } = evaluation
  const value = valueNamed(file, node, name)
  const ofValue = value && evaluated(evaluation, value)
  if (ofValue !== undefined && ofValue.kind !== 'open') return ofValue
  const binding = findBinding(file, node, name)
  const byType = ofType(evaluation, node, typeOfBinding(file, binding), binding?.fallback)
  return byType.kind === 'open' ? (ofValue ?? byType) : byType
}

/** The value of a constant, or of the part of one that a name takes out of it. */
function valueNamed(file: SourceFile, node: Node, name: string): Node | undefined {
  const binding = findBinding(file, node, name)
  return binding?.path.length === 0 ? binding.value : constantAt(file, node)
}

function ofMember(evaluation: Evaluation, node: MemberExpression): Texts {
  const { file } = evaluation
  const name = nameOf({ key: node.property, computed: node.computed })
  if (name === undefined) return ofLookup(evaluation, node)
  const value = node.object.type === 'ThisExpression' ? findField(file, node, name)?.value : constantAt(file, node)
  return value === undefined ? ofType(evaluation, node, typeOf(file, node)) : evaluated(evaluation, value)
}

/** `orders[by]`, where `orders` is a constant and `by` is a closed union. */
function ofLookup(evaluation: Evaluation, node: MemberExpression): Texts {
  const object = constantAt(evaluation.file, node.object)
  return each(evaluated(evaluation, node.property), ({ text, choices }) => {
    const value = propertyOf(object, text)
    const texts: Texts = value === undefined ? { kind: 'open', at: node } : evaluated(evaluation, value)
    return each(texts, (variant) => closed([behind(choices, variant)]))
  })
}

function ofType(
  { file }: Evaluation,
  node: Node,
  declared: DeclaredType | undefined,
  fallback?: Expression | undefined,
): Texts {
  const values = declared && closedUnion(file, declared.type)
  // The compiler sees to it that a fallback is of the declared type, so it adds no text of its own.
  if (values === undefined || (declared?.optional && fallback === undefined)) return { kind: 'open', at: node }
  const { key, name } = choiceOf(file, node)
  return closed(values.map((value) => chosen(literal(pinned(value, node)), key, name)))
}

// `x as 'asc' | 'desc'`: what it is, only run time knows; what it can be, its author has said.
function ofCast(evaluation: Evaluation, expression: Extract<Node, { type: 'TSAsExpression' }>): Texts | undefined {
  const texts = ofType(evaluation, expression, { type: expression.typeAnnotation, optional: false })
  return texts.kind === 'open' ? undefined : texts
}

/** What is chosen at a node: the same key for every mention of the same variable. */
function choiceOf(file: SourceFile, node: Node): { readonly key: string; readonly name: string } {
  return { key: keyOf(file, node), name: file.text.slice(node.start!, node.end!) }
}

function keyOf(file: SourceFile, node: Node): string {
  if (node.type === 'Identifier') return String(findBinding(file, node, node.name)?.at ?? node.name)
  if (node.type === 'ThisExpression') return 'this'
  if (node.type !== 'MemberExpression') return `at ${node.start}`
  return `${keyOf(file, node.object)}.${file.text.slice(node.property.start!, node.property.end!)}`
}
