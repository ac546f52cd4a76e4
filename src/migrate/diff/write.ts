import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CreatedMigration, cleanName, nextVersion, versionsIn } from '../create.ts'
import type { GeneratedMigration } from './migration-text.ts'

/**
 * Writes migrations into a folder, under versions that follow each other: `<version>_<name>` for one that changes the schema,
 * and its purpose behind the name for those around it. Nothing is left behind when one cannot be written. Throws
 * `MIGRATION_INVALID` for a name without a letter or digit.
 */
export async function writeMigrations(
  folder: string,
  name: string,
  migrations: readonly GeneratedMigration[],
  { now = new Date() }: { readonly now?: Date } = {},
): Promise<CreatedMigration[]> {
  const cleaned = cleanName(name)
  if (migrations.length === 0) return []
  await mkdir(folder, { recursive: true })
  const first = BigInt(nextVersion(await versionsIn(folder), now))
  const written: CreatedMigration[] = []
  try {
    for (const [at, migration] of migrations.entries()) {
      const version = String(first + BigInt(at))
      const suffix = migrations.length === 1 || migration.purpose === 'changes' ? '' : `_${migration.purpose}`
      written.push(await writeMigration(folder, { version, name: `${version}_${cleaned}${suffix}` }, migration))
    }
    return written
  } catch (error) {
    await Promise.all(written.map((each) => rm(join(folder, each.name), { recursive: true })))
    throw error
  }
}

async function writeMigration(
  folder: string,
  { version, name }: Pick<CreatedMigration, 'version' | 'name'>,
  { up, down }: GeneratedMigration,
): Promise<CreatedMigration> {
  const path = join(folder, name)
  await mkdir(path)
  const files = [join(path, 'up.sql'), join(path, 'down.sql')]
  await writeFile(files[0]!, up)
  await writeFile(files[1]!, down)
  return { version, name, files }
}
