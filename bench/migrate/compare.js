// Rowhouse and its peers on hard cases of migrating, each against a PostgreSQL server of its own making: npm run bench:migrate
// (after npm run build; -- --tool dbmate --case killed --json verdicts.json). The peers are installed here when they are missing.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values } = parseArgs({ options: { json: text, tool: text, case: text } })
const folder = fileURLToPath(new URL('.', import.meta.url))
// npm writes this file last, so an installation that was broken off is done again. No scripts are run: none is needed.
if (!existsSync(`${folder}node_modules/.package-lock.json`)) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] })
}
const { compare } = await import('./comparison.js')
const { printed } = await import('./table.js')
const comparison = await compare(values)
console.log(printed(comparison))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(comparison, undefined, 2)}\n`)
