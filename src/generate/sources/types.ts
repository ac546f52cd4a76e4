import type { Node, TSType, TSTypeReference } from '@babel/types'
import { type Binding, localBinding, nameOf } from './bindings.ts'
import { constantAt, stringsIn, stringsOfEnum, unwrapped } from './constants.ts'
import { findField } from './fields.ts'
import { bindingOf, declaredElsewhere } from './modules.ts'
import { ancestorsOf, fileOf } from './parse.ts'

/** A type that a declaration gives, and whether what has it may be left out. */
export interface DeclaredType {
  readonly type: TSType
  readonly optional: boolean
}

// Declarations may name each other in a circle, which the compiler refuses and which must not keep us here for ever.
const deepest = 20

/** The declared type of an expression: of a parameter, a variable, a property of one, or a field of `this`. */
export function typeOf(expression: Node, depth = 0): DeclaredType | undefined {
  const node = unwrapped(expression)
  if (node.type === 'Identifier') return typeOfBinding(bindingOf(node, node.name), depth)
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined
  const name = nameOf({ key: node.property, computed: node.computed })
  if (name === undefined) return undefined
  if (node.object.type === 'ThisExpression') return typeOfField(node, name)
  const outer = typeOf(node.object, depth)
  return outer && memberOf(outer, name)
}

/** The declared type of what a name stands for. */
export function typeOfBinding(binding: Binding | undefined, depth = 0): DeclaredType | undefined {
  if (binding === undefined || depth > deepest) return undefined
  const { annotation, value, path, optional } = binding
  const root = annotation === undefined ? value && typeOf(value, depth + 1) : { type: annotation, optional }
  return path.reduce<DeclaredType | undefined>((outer, name) => outer && memberOf(outer, name), root)
}

/**
 * The texts of a closed union: of string literals, of names for such unions, of an enum, and of what a constant holds
 * (`(typeof columns)[number]`, `keyof typeof orders`). `undefined` for every other type.
 */
export function closedUnion(type: TSType, depth = 0): readonly string[] | undefined {
  switch (type.type) {
    case 'TSLiteralType':
      return type.literal.type === 'StringLiteral' ? [type.literal.value] : undefined
    case 'TSParenthesizedType':
      return closedUnion(type.typeAnnotation, depth)
    case 'TSUnionType':
      return all(type.types.map((member) => closedUnion(member, depth)))
    case 'TSTypeReference':
      return depth > deepest ? undefined : closedReference(type, depth + 1)
    case 'TSIndexedAccessType':
      return type.indexType.type === 'TSNumberKeyword' ? stringsIn(constantOfQuery(type.objectType)) : undefined
    case 'TSTypeOperator':
      return type.operator === 'keyof' ? keysOf(constantOfQuery(type.typeAnnotation)) : undefined
    default:
      return undefined
  }
}

/** A union without its `null` and `undefined`. */
export function withoutNull(type: TSType): TSType {
  if (type.type !== 'TSUnionType') return type
  return { ...type, types: type.types.filter((each) => !/^TS(?:Null|Undefined)Keyword$/.test(each.type)) }
}

/** The name of a type reference: `Queryable` of `db: Queryable`. */
export function nameOfType(type: TSType | undefined): string | undefined {
  return type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' ? type.typeName.name : undefined
}

function typeOfField(node: Node, name: string): DeclaredType | undefined {
  const field = findField(node, name)
  return field?.annotation && { type: field.annotation, optional: field.optional }
}

function memberOf({ type, optional }: DeclaredType, name: string): DeclaredType | undefined {
  for (const member of membersOf(type)) {
    if (member.type !== 'TSPropertySignature' || nameOf(member) !== name || !member.typeAnnotation) continue
    return { type: member.typeAnnotation.typeAnnotation, optional: optional || member.optional === true }
  }
  return undefined
}

function membersOf(type: TSType, depth = 0): readonly Node[] {
  if (depth > deepest) return []
  if (type.type === 'TSTypeLiteral') return type.members
  if (type.type === 'TSParenthesizedType') return membersOf(type.typeAnnotation, depth)
  if (type.type === 'TSIntersectionType') return type.types.flatMap((part) => membersOf(part, depth))
  if (type.type !== 'TSTypeReference') return []
  const [argument] = type.typeParameters?.params ?? []
  if (nameOfType(type) === 'Readonly' && argument !== undefined) return membersOf(argument, depth)
  const declaration = declarationOf(type)
  if (declaration?.type === 'TSInterfaceDeclaration') return declaration.body.body
  return declaration?.type === 'TSTypeAliasDeclaration' ? membersOf(declaration.typeAnnotation, depth + 1) : []
}

function closedReference(reference: TSTypeReference, depth: number): readonly string[] | undefined {
  const declaration = declarationOf(reference)
  if (declaration?.type === 'TSTypeAliasDeclaration') return closedUnion(declaration.typeAnnotation, depth)
  if (declaration?.type === 'TSEnumDeclaration') return stringsOfEnum(declaration)
  if (declaration?.type !== 'TSTypeParameter' || !declaration.constraint) return undefined
  return closedUnion(declaration.constraint, depth)
}

/** What declares the type that is named, in the scopes around the reference. */
function declarationOf(reference: TSTypeReference): Node | undefined {
  const name = nameOfType(reference)
  return name === undefined ? undefined : declarationNamed(reference, name)
}

function declarationNamed(from: Node, name: string, depth = 0): Node | undefined {
  for (const scope of [from, ...ancestorsOf(from)]) {
    const declaration = typesDeclaredBy(scope).find((each) => nameOfDeclaration(each) === name)
    if (declaration !== undefined) return declaration
  }
  const imported = localBinding(from, name)?.imported
  const named = imported && declaredElsewhere(fileOf(from), imported)
  return named && depth < deepest ? declarationNamed(named.file.program, named.name, depth + 1) : undefined
}

function typesDeclaredBy(scope: Node): readonly Node[] {
  if ('typeParameters' in scope && scope.typeParameters?.type === 'TSTypeParameterDeclaration') {
    return scope.typeParameters.params
  }
  if (scope.type !== 'Program' && scope.type !== 'BlockStatement' && scope.type !== 'TSModuleBlock') return []
  return scope.body.map((statement) =>
    'declaration' in statement && statement.declaration ? statement.declaration : statement,
  )
}

function nameOfDeclaration(declaration: Node): string | undefined {
  if (declaration.type === 'TSTypeParameter') return declaration.name
  return namedTypes.has(declaration.type) && 'id' in declaration && declaration.id?.type === 'Identifier'
    ? declaration.id.name
    : undefined
}

const namedTypes: ReadonlySet<string> = new Set([
  'TSTypeAliasDeclaration',
  'TSInterfaceDeclaration',
  'TSEnumDeclaration',
])

function constantOfQuery(type: TSType): Node | undefined {
  if (type.type === 'TSParenthesizedType') return constantOfQuery(type.typeAnnotation)
  if (type.type !== 'TSTypeQuery' || type.exprName.type !== 'Identifier') return undefined
  return constantAt(type.exprName)
}

function keysOf(constant: Node | undefined): readonly string[] | undefined {
  if (constant?.type !== 'ObjectExpression') return undefined
  const names = constant.properties.map((property) =>
    property.type === 'ObjectProperty' ? nameOf(property) : undefined,
  )
  return all(names.map((name) => (name === undefined ? undefined : [name])))
}

function all(parts: readonly (readonly string[] | undefined)[]): string[] | undefined {
  const known = parts.filter((part) => part !== undefined)
  return known.length === parts.length ? [...new Set(known.flat())] : undefined
}
