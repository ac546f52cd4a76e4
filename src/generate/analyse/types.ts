import type { Catalog, ColumnFacts, TypeFacts } from './catalog.ts'

/** The TypeScript type of a value of that PostgreSQL type, as the library decodes it, without its null. */
export function typeScriptType(oid: number, catalog: Catalog): string {
  const known = decoded.get(oid)
  if (known !== undefined) return known
  const type = catalog.types.get(oid)
  return type === undefined ? 'string' : composed(type, (part) => typeScriptType(part, catalog))
}

/** The TypeScript type of what a column stores, without its null; arrays have the dimensions that it was declared with. */
export function columnType({ type, dimensions }: ColumnFacts, catalog: Catalog): string {
  const more = catalog.types.get(type)?.kind === 'array' ? Math.max(dimensions - 1, 0) : 0
  return typeScriptType(type, catalog) + '[]'.repeat(more)
}

/** The TypeScript type of a value of that PostgreSQL type inside JSON, where there are no dates, bytes or ranges. */
export function jsonType(oid: number, catalog: Catalog): string {
  const type = catalog.types.get(oid)
  if (type === undefined) return 'JsonValue'
  if (numbers.has(oid)) return 'number'
  if (oid === 16) return 'boolean'
  if (isJson(oid)) return 'JsonValue'
  if (type.kind === 'range' || type.kind === 'multirange') return 'string'
  if (type.kind !== 'other') return composed(type, (part) => jsonType(part, catalog))
  // A type from an extension may bring its own cast to json.
  return type.core && type.category !== 'A' && type.category !== 'P' ? 'string' : 'JsonValue'
}

/** Is it `json` or `jsonb`? */
export function isJson(oid: number): boolean {
  return oid === 114 || oid === 3802
}

/** Follows domains down to the type they are made of. */
export function baseType(oid: number, catalog: Catalog): number {
  const type = catalog.types.get(oid)
  return type?.kind === 'domain' ? baseType(type.part, catalog) : oid
}

/** An array type; null elements where they cannot be ruled out. */
export function arrayOf(element: string, nullable: boolean): string {
  const type = nullable ? withNull(element) : element
  return isUnion(type) ? `(${type})[]` : `${type}[]`
}

function isUnion(type: string): boolean {
  let outside = type
  for (let inner = ''; inner !== outside; ) {
    inner = outside
    outside = inner.replace(/\{[^{}]*\}|\([^()]*\)|<[^<>]*>/g, '')
  }
  return /[|&]|=>/.test(outside)
}

/** A type or null. `JsonValue` and `unknown` hold null themselves. */
export function withNull(type: string): string {
  if (type === 'never') return 'null'
  return type === 'JsonValue' || type === 'unknown' ? type : `${type} | null`
}

/** The type of a JSON value that is sent where SQL's null is refused; a list or an object holds none. */
export function withoutNull(type: string): string {
  const isValue = !isUnion(type) && /^\{|^Record<|\[\]$/.test(type)
  return isValue ? type : `NonNullable<${type}>`
}

/** An object type; each property is a name and a type. */
export function objectOf(properties: readonly (readonly [name: string, type: string])[]): string {
  if (properties.length === 0) return 'Record<string, never>'
  return `{ ${properties.map(([name, type]) => `${propertyName(name)}: ${type}`).join('; ')} }`
}

/** A string literal type. */
export function literal(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}

function propertyName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : literal(name)
}

function composed(type: TypeFacts, typeOf: (oid: number) => string): string {
  switch (type.kind) {
    case 'array':
      return arrayOf(typeOf(type.part), true)
    case 'domain':
      return typeOf(type.part)
    case 'enum':
      return type.labels.length === 0 ? 'never' : type.labels.map(literal).join(' | ')
    case 'composite':
      return objectOf(type.attributes.map(([name, oid]) => [name, withNull(typeOf(oid))]))
    case 'range':
      return `Range<${typeOf(type.part)}>`
    case 'multirange':
      return `Range<${typeOf(type.part)}>[]`
    case 'other':
      return 'string'
  }
}

const numbers: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701, 1700])

// By oid: bool, bytea, int8, int2, int2vector, int4, oid, oidvector, json, float4, float8, timestamptz, jsonb.
const decoded: ReadonlyMap<number, string> = new Map([
  [16, 'boolean'],
  [17, 'Uint8Array'],
  [20, 'number'],
  [21, 'number'],
  [22, 'number[]'],
  [23, 'number'],
  [26, 'number'],
  [30, 'number[]'],
  [114, 'JsonValue'],
  [700, 'number'],
  [701, 'number'],
  [1184, 'Date'],
  [3802, 'JsonValue'],
])
