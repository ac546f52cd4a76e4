import { type Catalog, type CatalogObject, compareCatalogs } from '../../catalog/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import { isAllowed } from './allowances.ts'
import { type Rename, renaming } from './renames.ts'

/** Something that is to go, and something of the same shape that is to come. */
interface Likeness {
  readonly from: CatalogObject
  readonly to: CatalogObject
}

/**
 * The renames that need no declaration: of indexes, constraints and sequences that are the same but for their name, where a
 * rename and making them anew come to the same, and only a rename costs nothing.
 */
export function freeRenames(before: Catalog, target: Catalog): Rename[] {
  return likenesses(before, target, new Set(['index', 'constraint', 'sequence']))
    .filter(({ from }) => from.kind !== 'sequence' || from.definition.includes('owned by'))
    .map(({ from, to }) => renaming(from, from.path, to.path))
}

/** Throws `DIFF_REFUSED` for what looks like a rename that nobody declared, unless dropping the old one is allowed by name. */
export function refuseUndeclared(before: Catalog, target: Catalog, allowed: readonly string[]): void {
  const kinds = new Set(['column', 'enum', 'composite type', 'domain', 'sequence'])
  const found = [...likenesses(before, target, kinds), ...likeTables(before, target)].filter(
    ({ from }) => !isAllowed(allowanceFor(from), allowed),
  )
  if (found.length === 0) return
  throw new RowhouseError('DIFF_REFUSED', found.map(told).join('\n'), {
    facts: { renames: found.map(({ from, to }) => ({ kind: from.kind, from: from.name, to: to.name })) },
  })
}

function told({ from, to }: Likeness): string {
  const old = from.path.at(-1)!
  const name = /^[a-z_][a-z0-9_]*$/.test(old) ? old : `"${old.replaceAll('"', '""')}"`
  return [
    `${from.kind} ${from.name} goes and ${to.name} comes, which looks like a rename`,
    `  if it is one, write above ${to.path.at(-1)} in the schema file:  -- @renamed from ${name}`,
    `  if it is none, and the old one is to be lost:  --allow ${allowanceFor(from)}`,
  ].join('\n')
}

function allowanceFor({ kind, name }: CatalogObject): string {
  const word = kind === 'table' || kind === 'column' || kind === 'sequence' ? kind : 'type'
  return `drop-${word}:${name.replace(/^public\./, '')}`
}

function likenesses(before: Catalog, target: Catalog, kinds: ReadonlySet<string>): Likeness[] {
  const differences = compareCatalogs(target, before).filter(({ kind }) => kinds.has(kind))
  const going = differences.flatMap(({ live, change }) => (change === 'unexpected' ? [live!] : []))
  const coming = differences.flatMap(({ expected, change }) => (change === 'missing' ? [expected!] : []))
  return pairs(going, coming, (object) => `${object.kind} of ${object.parent}: ${shape(object)}`)
}

/** Tables are alike when their columns are. */
function likeTables(before: Catalog, target: Catalog): Likeness[] {
  const differences = compareCatalogs(target, before).filter(({ kind }) => kind === 'table')
  const going = differences.flatMap(({ live, change }) => (change === 'unexpected' ? [live!] : []))
  const coming = differences.flatMap(({ expected, change }) => (change === 'missing' ? [expected!] : []))
  const columns = new Map([...columnsByTable(before), ...columnsByTable(target)])
  return pairs(going, coming, (table) => columns.get(table.name) ?? table.name)
}

function columnsByTable(catalog: Catalog): Map<string, string> {
  const columns = new Map<string, string>()
  for (const { kind, parent, path, definition } of catalog.values()) {
    if (kind !== 'column' || parent === undefined) continue
    columns.set(
      parent,
      `${columns.get(parent) ?? ''}${JSON.stringify([path.at(-1), definition.replace(/nextval\([^)]*\)/, 'serial')])}`,
    )
  }
  return columns
}

/** What goes with what comes, where either is the only one of its shape. */
function pairs(
  going: readonly CatalogObject[],
  coming: readonly CatalogObject[],
  shapeOf: (object: CatalogObject) => string,
): Likeness[] {
  return going.flatMap((from) => {
    const alike = coming.filter((to) => shapeOf(to) === shapeOf(from))
    const rivals = going.filter((other) => shapeOf(other) === shapeOf(from))
    return alike.length === 1 && rivals.length === 1 ? [{ from, to: alike[0]! }] : []
  })
}

// The name of an index stands in its own text.
function shape({ kind, definition }: CatalogObject): string {
  if (kind !== 'index') return definition
  return definition.replace(/^(CREATE (?:UNIQUE )?INDEX )(?:"(?:[^"]|"")*"|\S+)/, '$1')
}
