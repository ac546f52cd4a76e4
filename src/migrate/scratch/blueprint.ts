import { keyOf, ownVersion } from '../../cache/index.ts'
import { embeddedVersion } from '../../connection/index.ts'
import { semanticChecksum } from '../checksum.ts'
import { type Migration, readMigrations } from '../files.ts'
import type { AppliedScript } from '../history.ts'

/** What a scratch database is made of. */
export interface Blueprint {
  /** The roles that are there before the migrations, so that grants and policies find them. Absent: those that scripts name. */
  readonly roles?: readonly string[]
  readonly migrations: readonly Migration[]
}

/** What the files of a folder make of an empty database. Throws what reading them throws. */
export async function blueprintOfFolder(folder: string): Promise<Blueprint> {
  return { migrations: await readMigrations(folder) }
}

/** What applied migrations, as a history keeps them, make of a database with these roles. */
export function blueprintOfHistory(scripts: readonly AppliedScript[], roles: readonly string[]): Blueprint {
  return { roles, migrations: scripts.map(migrationOf) }
}

/** A key of what a blueprint makes: of its roles and scripts in their order, and of the code that runs them. */
export function blueprintKey({ roles, migrations }: Blueprint): string {
  const scripts = migrations.map(({ name, up }) => [name, up.text])
  return keyOf(embeddedVersion(), ownVersion(), roles ?? null, scripts)
}

function migrationOf({ name, text }: AppliedScript): Migration {
  const version = name.slice(0, name.indexOf('_'))
  return { version, name, up: { path: `up.sql of ${name} in the history`, text }, checksum: semanticChecksum(text) }
}
