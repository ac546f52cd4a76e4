import {
  type Catalog,
  type CatalogObject,
  compareCatalogs,
  type Difference,
  quotePath,
  readCatalog,
} from '../../catalog/index.ts'
import { RowhouseError } from '../../errors/index.ts'
import type { Queryable } from '../../query/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { readLedger } from '../ledger.ts'
import { newTable } from './alter.ts'
import { expectedCatalog } from './expected.ts'
import { mend } from './mend.ts'

/** An object that is not as the migrations made it. */
export interface DriftedObject extends Difference {
  /** SQL for a migration that makes what is there what is expected; absent where only a person can write it. */
  readonly adopt?: string
  /** SQL that makes the object again what it was; absent where rows would be lost, or only a person can write it. */
  readonly revert?: string
}

/** How a database differs from what its migrations made of it. */
export interface Drift {
  /** Who says what is expected: the server itself, after the last run, or an embedded PostgreSQL that ran the history again. */
  readonly source: 'snapshot' | 'replay'
  readonly objects: readonly DriftedObject[]
  /** The name of a migration of which only a part stands, because its run was interrupted. */
  readonly interrupted?: string
}

/** Options of `detectDrift`. */
export interface DriftOptions {
  /** The schemas to compare. Default: all save PostgreSQL's own, those of extensions, and `rowhouse`. */
  readonly schemas?: readonly string[] | undefined
}

/**
 * Compares a database with what it was after the last run of migrations: what was changed, made or dropped since without one. Changes
 * nothing. Throws `MIGRATION_UNSUPPORTED` when there is no snapshot, and the history cannot be run on an embedded PostgreSQL either.
 */
export async function detectDrift(db: Queryable, { schemas }: DriftOptions = {}): Promise<Drift> {
  const options = schemas === undefined ? {} : { schemas }
  const expected = await expectedCatalog(db, options)
  if ('unknown' in expected) throw unknowable(expected.unknown)
  const live = await readCatalog(db, options)
  const interrupted = (await readLedger(db))[0]?.name
  return {
    source: expected.source,
    objects: compareCatalogs(expected.catalog, live).map((difference) => ({
      ...difference,
      ...given('adopt', adoption(difference, expected.catalog, live)),
      ...given('revert', mend(difference, expected.catalog, live)),
    })),
    ...given('interrupted', interrupted),
  }
}

// To adopt what is there is to mend what was expected; no rows are lost by it, so that tables can be made too.
function adoption(difference: Difference, expected: Catalog, live: Catalog): string | undefined {
  const { change, kind } = difference
  if (change === 'unexpected' && kind === 'table') return newTable(difference.live!, live).join(';\n') || undefined
  if (change === 'missing' && kind === 'table') return `drop table ${quotePath(difference.expected!.path)}`
  if (change === 'missing' && kind === 'column') return droppedColumn(difference.expected!)
  return mend(turned(difference), live, expected)
}

function droppedColumn({ path }: CatalogObject): string {
  return `alter table ${quotePath(path.slice(0, -1))} drop column ${quoteIdentifier(path.at(-1)!)}`
}

const opposite = { missing: 'unexpected', unexpected: 'missing', different: 'different' } as const

function turned({ change, kind, name, expected, live }: Difference): Difference {
  return { change: opposite[change], kind, name, ...given('expected', live), ...given('live', expected) }
}

function given<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: V })
}

function unknowable(reason: string): RowhouseError {
  return new RowhouseError(
    'MIGRATION_UNSUPPORTED',
    `there is no snapshot of what the migrations made of this database, and none can be made: ${reason}; the next \`rowhouse migrate up\` takes one`,
  )
}
