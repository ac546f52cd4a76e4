import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A project in a temporary folder. */
export interface TemporaryProject extends Disposable {
  readonly folder: string
  /** Writes a file below the folder. */
  write(path: string, content: string): void
}

/** Makes a project of a table `users` and a seed with Ada in it; its folder is deleted at the end of the test. */
export function temporaryProject(suffix = ''): TemporaryProject {
  const outside = mkdtempSync(join(tmpdir(), 'rowhouse-project-'))
  const folder = join(outside, suffix)
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  write('rowhouse.config.js', 'export default {}')
  write('migrations/1_users/up.sql', 'create table users (name text primary key);')
  write('seeds/10_users.js', seedOf(`[{ name: 'Ada' }]`))
  return { folder, write, [Symbol.dispose]: () => rmSync(outside, { recursive: true, force: true }) }
}

/** The path of a file as an expression in a seed: put together there, so that the content does not depend on the file. */
export function pathTo({ folder }: TemporaryProject, name: string): string {
  return `[${JSON.stringify(folder)}, '${name}'].join('/')`
}

/** The source of a reference seed for `users`; `rows` is an expression, `before` is run first. */
export function seedOf(rows: string, before = ''): string {
  return `
    import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
    import { setTimeout as pause } from 'node:timers/promises'
    export default {
      kind: 'reference',
      table: 'users',
      key: ['name'],
      async rows({ readJson }) {
        ${before}
        return ${rows}
      },
    }`
}
