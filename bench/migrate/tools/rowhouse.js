import { join } from 'node:path'
import { beside, save, versionOf } from './write.js'

export const name = 'Rowhouse'
export const from = 'rowhouse'
export const lacks = []

/** @type {import('./index.js').Tool['write']} */
export function write(folder, migrations) {
  for (const migration of migrations) {
    const own = join(folder, `${versionOf(migration)}_${migration.name}`)
    save(join(own, 'up.sql'), migration.up, migration)
    if (migration.down !== undefined) save(join(own, 'down.sql'), migration.down, migration)
  }
}

/** @type {import('./index.js').Tool['command']} */
export function command({ url, direction }) {
  return { program: process.execPath, args: [beside('../../bin/rowhouse.js'), 'migrate', direction, '--url', url] }
}
