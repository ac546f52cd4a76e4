// Rowhouse and its peers on the witness cases of src/generate/analyse: npm run bench:types (-- --json verdicts.json)
// The peers are installed here, in a package of their own, when they are missing.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { json: { type: 'string' } } })
const folder = fileURLToPath(new URL('.', import.meta.url))
// npm writes this file last, so an installation that was broken off is done again. No scripts: they would compile drivers
// of databases other than PostgreSQL.
if (!existsSync(`${folder}node_modules/.package-lock.json`)) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] })
}
const { compare } = await import('./comparison.js')
const { tables } = await import('./tables.js')
const comparison = await compare()
console.log(tables(comparison))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(comparison, undefined, 2)}\n`)
