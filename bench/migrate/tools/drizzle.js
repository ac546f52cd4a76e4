import { join } from 'node:path'
import { beside, save, versionOf } from './write.js'

export const name = 'drizzle-orm'
export const from = 'drizzle-orm'
export const lacks = ['down']

/** @type {import('./index.js').Tool['write']} */
export function write(folder, migrations) {
  const ordered = migrations.toSorted((a, b) => a.version - b.version)
  const entries = ordered.map((migration, idx) => {
    const tag = `${versionOf(migration)}_${migration.name}`
    save(join(folder, `${tag}.sql`), migration.up, migration)
    return { idx, version: '7', when: versionOf(migration), tag, breakpoints: true }
  })
  save(join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }), {})
}

/** @type {import('./index.js').Tool['command']} */
export function command({ folder, url }) {
  return { program: process.execPath, args: [beside('programs/drizzle.js'), url, join(folder, 'migrations')] }
}
