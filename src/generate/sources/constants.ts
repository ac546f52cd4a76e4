import type { Node } from '@babel/types'
import { findBinding, nameOf } from './bindings.ts'
import type { SourceFile } from './parse.ts'

/** An expression without what changes its type and not its value: `(x as const)!` is `x`. */
export function unwrapped(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return unwrapped(node.expression)
    default:
      return node
  }
}

/**
 * The object or array literal behind an expression, if a `const` of the same file holds it `as const`, so that nothing of
 * it can change.
 */
export function constantAt(file: SourceFile, expression: Node): Node | undefined {
  const node = unwrapped(expression)
  if (node.type === 'Identifier') return constantNamed(file, node, node.name)
  if (node.type !== 'MemberExpression') return undefined
  const name = nameOf({ key: node.property, computed: node.computed })
  return name === undefined ? undefined : propertyOf(constantAt(file, node.object), name)
}

/** What an object literal holds under a name. */
export function propertyOf(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'ObjectExpression') return undefined
  if (object.properties.some(({ type }) => type === 'SpreadElement')) return undefined
  const property = object.properties.find((each) => each.type === 'ObjectProperty' && nameOf(each) === name)
  return property?.type === 'ObjectProperty' ? unwrapped(property.value) : undefined
}

/** The strings of an array literal that holds nothing else. */
export function stringsIn(array: Node | undefined): readonly string[] | undefined {
  if (array?.type !== 'ArrayExpression') return undefined
  const strings = array.elements.flatMap((element) => (element?.type === 'StringLiteral' ? [element.value] : []))
  return strings.length === array.elements.length ? strings : undefined
}

function constantNamed(file: SourceFile, node: Node, name: string): Node | undefined {
  const binding = findBinding(file, node, name)
  if (binding?.value === undefined || !isFrozen(binding.value)) return undefined
  const root: Node | undefined = unwrapped(binding.value)
  return binding.path.reduce<Node | undefined>(propertyOf, root)
}

function isFrozen(node: Node): boolean {
  if (node.type === 'TSSatisfiesExpression') return isFrozen(node.expression)
  if (node.type !== 'TSAsExpression') return false
  const { typeAnnotation: type } = node
  const isConst =
    type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const'
  return isConst || isFrozen(node.expression)
}
