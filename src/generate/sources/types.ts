import type { Node, TSType, TSTypeReference } from '@babel/types'
import { type Binding, findBinding, nameOf } from './bindings.ts'
import { constantAt, stringsIn, unwrapped } from './constants.ts'
import { findField } from './fields.ts'
import { ancestorsOf, type SourceFile } from './parse.ts'

/** A type that a declaration of the same file gives, and whether what has it may be left out. */
export interface DeclaredType {
  readonly type: TSType
  readonly optional: boolean
}

// Declarations may name each other in a circle, which the compiler refuses and which must not keep us here for ever.
const deepest = 20

/** The declared type of an expression: of a parameter, a variable, a property of one, or a field of `this`. */
export function typeOf(file: SourceFile, expression: Node, depth = 0): DeclaredType | undefined {
  const node = unwrapped(expression)
  if (node.type === 'Identifier') return typeOfBinding(file, findBinding(file, node, node.name), depth)
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined
  const name = nameOf({ key: node.property, computed: node.computed })
  if (name === undefined) return undefined
  if (node.object.type === 'ThisExpression') return typeOfField(file, node, name)
  const outer = typeOf(file, node.object, depth)
  return outer && memberOf(file, outer, name)
}

/** The declared type of what a name stands for. */
export function typeOfBinding(file: SourceFile, binding: Binding | undefined, depth = 0): DeclaredType | undefined {
  if (binding === undefined || depth > deepest) return undefined
  const { annotation, value, path, optional } = binding
  const root = annotation === undefined ? value && typeOf(file, value, depth + 1) : { type: annotation, optional }
  return path.reduce<DeclaredType | undefined>((outer, name) => outer && memberOf(file, outer, name), root)
}

/**
 * The texts of a closed union: of string literals, of names for such unions, and of what a constant of the same file
 * holds (`(typeof columns)[number]`, `keyof typeof orders`). `undefined` for every other type.
 */
export function closedUnion(file: SourceFile, type: TSType, depth = 0): readonly string[] | undefined {
  switch (type.type) {
    case 'TSLiteralType':
      return type.literal.type === 'StringLiteral' ? [type.literal.value] : undefined
    case 'TSParenthesizedType':
      return closedUnion(file, type.typeAnnotation, depth)
    case 'TSUnionType':
      return all(type.types.map((member) => closedUnion(file, member, depth)))
    case 'TSTypeReference':
      return depth > deepest ? undefined : closedReference(file, type, depth + 1)
    case 'TSIndexedAccessType':
      return type.indexType.type === 'TSNumberKeyword' ? stringsIn(constantOfQuery(file, type.objectType)) : undefined
    case 'TSTypeOperator':
      return type.operator === 'keyof' ? keysOf(constantOfQuery(file, type.typeAnnotation)) : undefined
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

function typeOfField(file: SourceFile, node: Node, name: string): DeclaredType | undefined {
  const field = findField(file, node, name)
  return field?.annotation && { type: field.annotation, optional: field.optional }
}

function memberOf(file: SourceFile, { type, optional }: DeclaredType, name: string): DeclaredType | undefined {
  for (const member of membersOf(file, type)) {
    if (member.type !== 'TSPropertySignature' || nameOf(member) !== name || !member.typeAnnotation) continue
    return { type: member.typeAnnotation.typeAnnotation, optional: optional || member.optional === true }
  }
  return undefined
}

function membersOf(file: SourceFile, type: TSType, depth = 0): readonly Node[] {
  if (depth > deepest) return []
  if (type.type === 'TSTypeLiteral') return type.members
  if (type.type === 'TSParenthesizedType') return membersOf(file, type.typeAnnotation, depth)
  if (type.type === 'TSIntersectionType') return type.types.flatMap((part) => membersOf(file, part, depth))
  if (type.type !== 'TSTypeReference') return []
  const [argument] = type.typeParameters?.params ?? []
  if (nameOfType(type) === 'Readonly' && argument !== undefined) return membersOf(file, argument, depth)
  const declaration = declarationOf(file, type)
  if (declaration?.type === 'TSInterfaceDeclaration') return declaration.body.body
  return declaration?.type === 'TSTypeAliasDeclaration' ? membersOf(file, declaration.typeAnnotation, depth + 1) : []
}

function closedReference(file: SourceFile, reference: TSTypeReference, depth: number): readonly string[] | undefined {
  const declaration = declarationOf(file, reference)
  if (declaration?.type === 'TSTypeAliasDeclaration') return closedUnion(file, declaration.typeAnnotation, depth)
  if (declaration?.type !== 'TSTypeParameter' || !declaration.constraint) return undefined
  return closedUnion(file, declaration.constraint, depth)
}

/** What declares the type that is named, in the scopes around the reference. */
function declarationOf(file: SourceFile, reference: TSTypeReference): Node | undefined {
  const name = nameOfType(reference)
  for (const ancestor of ancestorsOf(file, reference)) {
    const declaration = typesDeclaredBy(ancestor).find((each) => nameOfDeclaration(each) === name)
    if (declaration !== undefined) return declaration
  }
  return undefined
}

function typesDeclaredBy(scope: Node): readonly Node[] {
  if ('typeParameters' in scope && scope.typeParameters?.type === 'TSTypeParameterDeclaration') {
    return scope.typeParameters.params
  }
  if (scope.type !== 'Program' && scope.type !== 'BlockStatement' && scope.type !== 'TSModuleBlock') return []
  return scope.body.map((statement) =>
    statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement,
  )
}

function nameOfDeclaration(declaration: Node): string | undefined {
  if (declaration.type === 'TSTypeParameter') return declaration.name
  const named = declaration.type === 'TSTypeAliasDeclaration' || declaration.type === 'TSInterfaceDeclaration'
  return named ? declaration.id.name : undefined
}

function constantOfQuery(file: SourceFile, type: TSType): Node | undefined {
  if (type.type === 'TSParenthesizedType') return constantOfQuery(file, type.typeAnnotation)
  if (type.type !== 'TSTypeQuery' || type.exprName.type !== 'Identifier') return undefined
  return constantAt(file, type.exprName)
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
