import { type Catalog, type CatalogKind, compareCatalogs, type Difference, readCatalog } from '../../catalog/index.ts'
import { expectedCatalog, mend } from '../../migrate/index.ts'
import type { AskingCheck, Found, Severity } from '../check.ts'

/** Differences between the database and what its migrations make. Privileges are left out: they belong to the environment. */
export const drift: AskingCheck = {
  id: 'drift',
  kind: 'static',
  title: 'the schema is what the migrations make',
  severity: 'error',
  why: 'What was changed by hand is on this server alone, and the next migration may fail on it.',
  run: async ({ db, migrations, schemas, chosen }) => {
    if (migrations === undefined) return { skipped: 'no folder of migrations was given' }
    const options = chosen ? { schemas } : {}
    const expected = await expectedCatalog(db, options)
    if ('unknown' in expected) return { skipped: expected.unknown }
    return { found: driftBetween(expected.catalog, await readCatalog(db, options)) }
  },
}

/** What differs between the catalog that the migrations make and the live one, as findings. */
export function driftBetween(expected: Catalog, live: Catalog): Found[] {
  return compareCatalogs(expected, live)
    .filter((difference) => difference.kind !== 'privilege')
    .map((difference) => ({
      object: difference.name,
      severity: severityOf(difference),
      message: sentence(difference),
      fix: mend(difference, expected, live),
    }))
}

// Providers install extensions of their own, and a comment changes no behaviour.
const harmless: ReadonlySet<CatalogKind> = new Set(['extension', 'comment'])

function severityOf({ kind, change }: Difference): Severity {
  if (kind === 'comment') return 'info'
  if (change === 'unexpected') return harmless.has(kind) ? 'info' : 'warning'
  return 'error'
}

function sentence({ change, kind, name, expected, live }: Difference): string {
  switch (change) {
    case 'missing':
      return `${kind} ${name} is missing, though the migrations make it`
    case 'unexpected':
      return `${kind} ${name} is in no migration; write one that makes it, or drop it`
    case 'different':
      return `${kind} ${name} ${contrast(oneLine(expected?.definition), oneLine(live?.definition))}`
  }
}

function contrast(expected: string, live: string): string {
  const remedy = 'put the change in a migration, or take it back'
  if (expected.length + live.length > 200) return `is not as the migrations make it; ${remedy}`
  return `is "${live}", but the migrations make it "${expected}"; ${remedy}`
}

function oneLine(definition = ''): string {
  return definition.replace(/\s+/g, ' ')
}
