import { join } from 'node:path'
import { beside, save, versionOf } from './write.js'

export const name = 'dbmate'
export const from = 'dbmate'
export const lacks = []

/** @type {import('./index.js').Tool['write']} */
export function write(folder, migrations) {
  for (const migration of migrations) {
    const option = migration.alone ? ' transaction:false' : ''
    const text = `-- migrate:up${option}\n${migration.up}\n\n-- migrate:down${option}\n${migration.down ?? ''}\n`
    save(join(folder, `${versionOf(migration)}_${migration.name}.sql`), text, migration)
  }
}

// Not the script that npm links, which starts this one: a signal would reach the script alone.
const program = beside(`node_modules/@dbmate/${process.platform}-${process.arch}/bin/dbmate`)

/** @type {import('./index.js').Tool['command']} */
export function command({ folder, url, direction }) {
  const address = new URL(url)
  address.searchParams.set('sslmode', 'disable')
  const where = ['--url', address.href, '--migrations-dir', join(folder, 'migrations'), '--no-dump-schema']
  const what = direction === 'up' ? ['up', '--strict'] : ['rollback']
  return { program, args: [...where, ...what] }
}
