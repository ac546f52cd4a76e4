import { type Catalog, type CatalogObject, displayName, quotePath } from '../../catalog/index.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import type { Declaration } from './declarations.ts'

/** A rename, with what undoes it. */
export interface Rename {
  readonly up: string
  readonly down: string
}

/** What a declaration comes to, seen against what is there. */
export type Decision = { readonly rename: Rename } | 'done' | 'unknown'

/** Wholes before their parts, so that a part is found under the new name of what it belongs to. */
export function inOrder(declarations: readonly Declaration[]): Declaration[] {
  const wholes = declarations.filter(({ kind }) => kind === 'schema' || !(kind in partKinds))
  const parts = declarations.filter(({ kind }) => kind in partKinds)
  return [
    ...wholes.filter(({ kind }) => kind === 'schema'),
    ...wholes.filter(({ kind }) => kind !== 'schema'),
    ...parts,
  ]
}

/** Whether a declared rename is still to be done: not when the new name is there already, and not when nothing is. */
export function decide(declaration: Declaration, catalog: Catalog): Decision {
  if (catalog.size === 0) return 'done'
  if (declaration.kind === 'value') return decideValue(declaration, catalog)
  const path = newPath(declaration)
  if (find(declaration.kind, path, catalog) !== undefined) return 'done'
  const from = oldPath(declaration)
  const object = find(declaration.kind, from, catalog)
  return object === undefined ? 'unknown' : { rename: renaming(object, from, path) }
}

const partKinds: Readonly<Record<string, true>> = {
  column: true,
  attribute: true,
  value: true,
  constraint: true,
  trigger: true,
  policy: true,
}

function newPath({ kind, name }: Declaration): string[] {
  const complete = kind === 'schema' ? 1 : kind in partKinds ? 3 : 2
  return name.length < complete ? ['public', ...name] : [...name]
}

function oldPath(declaration: Declaration): string[] {
  const path = newPath(declaration)
  const isMoved = !(declaration.kind in partKinds) && declaration.from.length > 1
  return isMoved ? [...declaration.from] : [...path.slice(0, -1), declaration.from.at(-1)!]
}

const catalogKinds: Readonly<Record<string, readonly string[]>> = {
  table: ['table', 'foreign table'],
  view: ['view', 'materialized view'],
  type: ['enum', 'composite type', 'range type'],
}

function find(kind: string, path: readonly string[], catalog: Catalog): CatalogObject | undefined {
  const name = displayName(path)
  const kinds = catalogKinds[kind] ?? [kind]
  const object = kinds.map((each) => catalog.get(`${each} ${name}`)).find((each) => each !== undefined)
  if (object !== undefined || (kind !== 'function' && kind !== 'procedure')) return object
  const overloads = [...catalog.values()].filter((each) => each.kind === kind && each.name.startsWith(`${name}(`))
  return overloads.length === 1 ? overloads[0] : undefined
}

/** The statements that give an object, or a part of a table, another name, and its old one back. */
export function renaming(object: CatalogObject, from: readonly string[], to: readonly string[]): Rename {
  if (to.length === 2 && from[0] !== to[0]) return moving(object, from, to)
  return { up: renameStatement(object, from, to.at(-1)!), down: renameStatement(object, to, from.at(-1)!) }
}

function moving(object: CatalogObject, from: readonly string[], to: readonly string[]): Rename {
  const between = [to[0]!, from[1]!]
  const named = from[1] === to[1] ? undefined : renaming(object, between, to)
  const move = (path: readonly string[], schema: string) =>
    `alter ${commandKind(object)} ${quotePath(path)}${argumentsOf(object)} set schema ${quoteIdentifier(schema)}`
  const [up, down] = [move(from, to[0]!), move(between, from[0]!)]
  return named === undefined ? { up, down } : { up: `${up};\n${named.up}`, down: `${named.down};\n${down}` }
}

function renameStatement(object: CatalogObject, path: readonly string[], to: string): string {
  const [whole, part, next] = [quotePath(path.slice(0, -1)), quoteIdentifier(path.at(-1)!), quoteIdentifier(to)]
  switch (object.kind) {
    case 'column':
    case 'constraint':
      return `alter table ${whole} rename ${object.kind} ${part} to ${next}`
    case 'trigger':
    case 'policy':
      return `alter ${object.kind} ${part} on ${whole} rename to ${next}`
    default:
      return `alter ${commandKind(object)} ${quotePath(path)}${argumentsOf(object)} rename to ${next}`
  }
}

function commandKind({ kind }: CatalogObject): string {
  return ['enum', 'composite type', 'range type'].includes(kind) ? 'type' : kind
}

function argumentsOf({ kind, name }: CatalogObject): string {
  return kind === 'function' || kind === 'procedure' ? name.slice(name.indexOf('(')) : ''
}

function decideValue(declaration: Declaration, catalog: Catalog): Decision {
  const path = newPath(declaration)
  const [value, old] = [quoteLiteral(path.at(-1)!), quoteLiteral(declaration.from.at(-1)!)]
  const type = find('type', path.slice(0, -1), catalog)
  const labels: readonly string[] = type?.definition.match(/'(?:[^']|'')*'/g) ?? []
  if (labels.includes(value)) return 'done'
  if (type === undefined || !labels.includes(old)) return 'unknown'
  const alter = `alter type ${quotePath(type.path)} rename value`
  return { rename: { up: `${alter} ${old} to ${value}`, down: `${alter} ${value} to ${old}` } }
}
