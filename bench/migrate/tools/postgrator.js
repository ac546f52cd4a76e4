import { join } from 'node:path'
import { beside, save, versionOf } from './write.js'

export const name = 'postgrator'
export const from = 'postgrator'
export const lacks = []

/** @type {import('./index.js').Tool['write']} */
export function write(folder, migrations) {
  for (const migration of migrations) {
    const path = (action) => join(folder, `${versionOf(migration)}.${action}.${migration.name}.sql`)
    save(path('do'), migration.up, migration)
    if (migration.down !== undefined) save(path('undo'), migration.down, migration)
  }
}

/** @type {import('./index.js').Tool['command']} */
export function command({ folder, url, direction }) {
  return {
    program: process.execPath,
    args: [beside('programs/postgrator.js'), url, join(folder, 'migrations'), direction],
  }
}
