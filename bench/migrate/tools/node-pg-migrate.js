import { join } from 'node:path'
import { beside, save, versionOf } from './write.js'

export const name = 'node-pg-migrate'
export const from = 'node-pg-migrate'
export const lacks = []

/** @type {import('./index.js').Tool['write']} */
export function write(folder, migrations) {
  for (const migration of migrations) {
    const path = join(folder, `${versionOf(migration)}_${migration.name}`)
    if (migration.alone) save(`${path}.js`, program(migration), migration)
    else
      save(`${path}.sql`, `-- Up Migration\n${migration.up}\n\n-- Down Migration\n${migration.down ?? ''}\n`, migration)
  }
}

// Only one that is written in JavaScript can leave the transaction.
function program({ up, down = '' }) {
  const step = (sql) => `(pgm) => { pgm.noTransaction(); pgm.sql(${JSON.stringify(sql)}) }`
  return `exports.up = ${step(up)}\nexports.down = ${step(down)}\n`
}

/** @type {import('./index.js').Tool['command']} */
export function command({ url, direction }) {
  const settings = ['--no-single-transaction', '--advisory-lock-mode', 'wait']
  return {
    program: beside('node_modules/.bin/node-pg-migrate'),
    args: [direction, ...settings],
    env: { DATABASE_URL: url },
  }
}
