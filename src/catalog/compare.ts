import type { Catalog, CatalogObject, Difference } from './catalog.ts'
import { normalise } from './normalise.ts'

/**
 * How `live` differs from `expected`: first what is missing, then what is different, then what is unexpected. The parts of an
 * object that is itself missing or unexpected are not listed again.
 */
export function compareCatalogs(expected: Catalog, live: Catalog): Difference[] {
  const missing = [...expected].filter(([key]) => !live.has(key)).map(([, object]) => object)
  const unexpected = [...live].filter(([key]) => !expected.has(key)).map(([, object]) => object)
  return [
    ...withoutParts(missing).map((object) => difference('missing', object, undefined)),
    ...[...expected].flatMap(([key, object]) => differenceBetween(object, live.get(key))),
    ...withoutParts(unexpected).map((object) => difference('unexpected', undefined, object)),
  ]
}

function withoutParts(objects: readonly CatalogObject[]): CatalogObject[] {
  // An extension may have the name of a schema, and is nobody's parent.
  const names = new Set(objects.filter((object) => object.kind !== 'extension').map((object) => object.name))
  return objects.filter((object) => object.parent === undefined || !names.has(object.parent))
}

function differenceBetween(expected: CatalogObject, live: CatalogObject | undefined): Difference[] {
  // Nearly everything is the same to the letter, and reading its words takes much longer than seeing that.
  if (live === undefined || expected.definition === live.definition) return []
  if (normalise(expected) === normalise(live)) return []
  return [difference('different', expected, live)]
}

function difference(
  change: Difference['change'],
  expected: CatalogObject | undefined,
  live: CatalogObject | undefined,
): Difference {
  const { kind, name } = (expected ?? live)!
  return { change, kind, name, ...(expected && { expected }), ...(live && { live }) }
}
