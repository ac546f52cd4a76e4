import type { Expression, Node, Statement, TSEnumDeclaration, TSType, VariableDeclaration } from '@babel/types'
import { ancestorsOf, childrenOf } from './parse.ts'

/** What a name stands for at some place of a file. */
export interface Binding {
  readonly name: string
  /** The node that declares it; no two bindings have the same. */
  readonly at: Node
  /** The value that a `const` is given; absent for what may change. */
  readonly value?: Expression
  readonly annotation?: TSType
  /** The properties that lead from the value or the annotation to it: `['column']` in `{ column }: Options`. */
  readonly path: readonly string[]
  /** What it is when it is left out: `'name'` in `{ column = 'name' }`. */
  readonly fallback?: Expression
  /** Whether it may be left out: `column?: Column`. */
  readonly optional: boolean
  /** Of what is imported: where from, and as what it is known there. */
  readonly imported?: Imported
  /** The enum that the name is. */
  readonly enumeration?: TSEnumDeclaration
}

/** What an import names: `name` is `default` for a default import, and `*` for the module itself. */
export interface Imported {
  readonly from: string
  readonly name: string
}

/** What a module exports by default, as a name that no declaration can have. */
export const defaultName = '*default*'

/** The binding that a name has at a node in its own file, after the scoping rules of the language. */
export function localBinding(node: Node, name: string): Binding | undefined {
  for (const scope of [node, ...ancestorsOf(node)]) {
    const binding = bindingsOf(scope).get(name)
    if (binding !== undefined) return binding
  }
  return undefined
}

const known = new WeakMap<Node, ReadonlyMap<string, Binding>>()

function bindingsOf(scope: Node): ReadonlyMap<string, Binding> {
  const before = known.get(scope)
  if (before !== undefined) return before
  const bindings = new Map([...declared(scope)].map((binding) => [binding.name, binding] as const))
  known.set(scope, bindings)
  return bindings
}

type Origin = Omit<Binding, 'name' | 'at'>

const opaque: Origin = { path: [], optional: false }

/** What a node declares for the nodes below it. */
function* declared(scope: Node): Generator<Binding> {
  switch (scope.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock':
      yield* ofStatements(scope.body)
      return
    case 'SwitchStatement':
      yield* ofStatements(scope.cases.flatMap(({ consequent }) => consequent))
      return
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      yield* hoisted(scope.body)
      if ('id' in scope && scope.id) yield* ofPattern(scope.id, opaque)
      for (const param of scope.params) yield* ofPattern(param, opaque)
      return
    case 'ClassDeclaration':
    case 'ClassExpression':
      if (scope.id) yield* ofPattern(scope.id, opaque)
      return
    case 'ForStatement':
      if (scope.init?.type === 'VariableDeclaration') yield* ofVariables(scope.init)
      return
    case 'ForInStatement':
    case 'ForOfStatement':
      if (scope.left.type === 'VariableDeclaration') yield* ofVariables(scope.left)
      return
    case 'CatchClause':
      if (scope.param) yield* ofPattern(scope.param, opaque)
  }
}

function* ofStatements(statements: readonly Statement[]): Generator<Binding> {
  for (const statement of statements) {
    yield* hoisted(statement)
    yield* ofStatement(statement)
  }
}

function* ofStatement(statement: Node): Generator<Binding> {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
      if (statement.declaration) yield* ofStatement(statement.declaration)
      return
    case 'VariableDeclaration':
      yield* ofVariables(statement)
      return
    case 'ExportDefaultDeclaration':
      yield* ofDefaultExport(statement.declaration)
      return
    case 'TSEnumDeclaration':
      yield* ofPattern(statement.id, { ...opaque, enumeration: statement })
      return
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      if (statement.id) yield* ofPattern(statement.id, opaque)
      return
    case 'ImportDeclaration':
      for (const specifier of statement.specifiers) {
        const imported = { from: statement.source.value, name: importedName(specifier) }
        yield* ofPattern(specifier.local, { ...opaque, imported })
      }
  }
}

function* ofDefaultExport(declaration: Node): Generator<Binding> {
  if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
    return yield* ofStatement(declaration)
  }
  if (isExpression(declaration)) yield { ...opaque, name: defaultName, at: declaration, value: declaration }
}

function isExpression(node: Node): node is Expression {
  return !/Declaration$/.test(node.type)
}

function importedName(specifier: Node): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default'
  if (specifier.type !== 'ImportSpecifier') return '*'
  return nameOf({ key: specifier.imported }) ?? ''
}

function* ofVariables({ kind, declarations }: VariableDeclaration): Generator<Binding> {
  for (const { id, init } of declarations) {
    yield* ofPattern(id, kind === 'const' && init ? { ...opaque, value: init } : opaque)
  }
}

/** The `var`s below a node, which belong to the function around them. */
function* hoisted(node: Node): Generator<Binding> {
  if (/Function|Method|Class/.test(node.type)) return
  if (node.type === 'VariableDeclaration' && node.kind === 'var') yield* ofVariables(node)
  for (const child of childrenOf(node)) yield* hoisted(child)
}

function* ofPattern(pattern: Node, origin: Origin): Generator<Binding> {
  switch (pattern.type) {
    case 'Identifier':
      yield {
        ...annotated(pattern, origin),
        name: pattern.name,
        at: pattern,
        optional: origin.optional || pattern.optional === true,
      }
      return
    case 'AssignmentPattern':
      yield* ofPattern(pattern.left, { ...origin, fallback: pattern.right })
      return
    case 'TSParameterProperty':
      yield* ofPattern(pattern.parameter, origin)
      return
    case 'ObjectPattern':
      for (const property of pattern.properties) yield* ofProperty(property, annotated(pattern, origin))
      return
    case 'ArrayPattern':
    case 'RestElement':
      for (const child of childrenOf(pattern)) yield* ofPattern(child, opaque)
  }
}

function* ofProperty(property: Node, { fallback: _, ...origin }: Origin): Generator<Binding> {
  if (property.type !== 'ObjectProperty') return yield* ofPattern(property, opaque)
  const name = nameOf(property)
  yield* ofPattern(property.value, name === undefined ? opaque : { ...origin, path: [...origin.path, name] })
}

function annotated(pattern: Node & { typeAnnotation?: Node | null | undefined }, origin: Origin): Origin {
  const { typeAnnotation } = pattern
  return typeAnnotation?.type === 'TSTypeAnnotation' ? { ...origin, annotation: typeAnnotation.typeAnnotation } : origin
}

/** The name of a property or member, unless it is computed. */
export function nameOf({
  key,
  computed,
}: {
  readonly key: Node
  readonly computed?: boolean | null
}): string | undefined {
  if (key.type === 'StringLiteral') return key.value
  if (key.type === 'PrivateName') return `#${key.id.name}`
  return key.type === 'Identifier' && computed !== true ? key.name : undefined
}
