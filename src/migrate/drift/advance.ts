import { type Catalog, type CatalogObject, displayName } from '../../catalog/index.ts'

/**
 * What is expected after a run: what was expected before it, changed by what the run has changed. What somebody else had done
 * before the run is in both catalogs around it, and so stays what it was: unexpected, or missing.
 */
export function advance(expected: Catalog, before: Catalog, after: Catalog): Catalog {
  const next = new Map(expected)
  for (const [key, object] of after) if (!isSame(before.get(key), object)) next.set(key, object)
  for (const key of before.keys()) if (!after.has(key)) next.delete(key)
  return next
}

function isSame(before: CatalogObject | undefined, after: CatalogObject): boolean {
  return before?.definition === after.definition
}

/** The part of a catalog that stands in these schemas, with the schemas themselves. */
export function within(catalog: Catalog, schemas: readonly string[] | undefined): Catalog {
  if (schemas === undefined) return catalog
  const names = schemas.map((schema) => displayName([schema]))
  const isIn = (name: string) => names.some((schema) => name === schema || name.startsWith(`${schema}.`))
  // Privileges and comments have no path, and their parent is what they are about.
  const isChosen = ({ kind, path, parent = '' }: CatalogObject) =>
    kind === 'extension' || isIn(path.length > 0 ? displayName(path) : parent)
  return new Map([...catalog].filter(([, object]) => isChosen(object)))
}
