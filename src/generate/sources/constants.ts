import type { Identifier, Node, TSEnumDeclaration } from '@babel/types'
import { type Binding, nameOf } from './bindings.ts'
import { bindingOf, exportedBinding, moduleOf } from './modules.ts'

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
 * The object or array literal behind an expression, if a `const` holds it `as const`, so that nothing of it can change; or the
 * enum that it names; or what stands there under a name.
 */
export function constantAt(expression: Node): Node | undefined {
  const node = unwrapped(expression)
  if (node.type === 'Identifier') return constantNamed(node, node.name)
  if (node.type !== 'MemberExpression') return undefined
  const name = nameOf({ key: node.property, computed: node.computed })
  return name === undefined ? undefined : memberOf(node.object, name)
}

function memberOf(object: Node, name: string): Node | undefined {
  const exported = object.type === 'Identifier' ? memberOfModule(object, name) : undefined
  return exported === undefined ? propertyOf(constantAt(object), name) : exportedValue(exported)
}

// A text cannot change, whether or not it is written `as const`.
function exportedValue(binding: Binding): Node | undefined {
  const value = binding.path.length === 0 && binding.value ? unwrapped(binding.value) : undefined
  return value && !/^(?:Object|Array)Expression$/.test(value.type) ? value : frozenValue(binding)
}

function memberOfModule(node: Identifier, name: string): Binding | undefined {
  const module = moduleOf(node)
  return module && exportedBinding(module, name)
}

/** What an object literal or an enum holds under a name. */
export function propertyOf(object: Node | undefined, name: string): Node | undefined {
  if (object?.type === 'TSEnumDeclaration') return memberOfEnum(object, name)
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

/** The strings that the members of an enum are, if all of them are strings. */
export function stringsOfEnum({ members }: TSEnumDeclaration): readonly string[] | undefined {
  const strings = members.flatMap(({ initializer }) =>
    initializer?.type === 'StringLiteral' ? [initializer.value] : [],
  )
  return strings.length === members.length ? strings : undefined
}

function memberOfEnum({ members }: TSEnumDeclaration, name: string): Node | undefined {
  const member = members.find(({ id }) => nameOf({ key: id }) === name)
  return member?.initializer ?? undefined
}

function constantNamed(node: Node, name: string): Node | undefined {
  const binding = bindingOf(node, name)
  return binding && frozenValue(binding)
}

function frozenValue(binding: Binding): Node | undefined {
  if (binding.enumeration !== undefined) return binding.enumeration
  if (binding.value === undefined || !isFrozen(binding.value)) return undefined
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
