import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from 'rowhouse'
import { startTestServer } from 'rowhouse/testing'
import { readCases } from './cases.js'
import { judge } from './judge.js'
import { tools } from './tools/index.js'
import { witness } from './truth.js'

/**
 * @typedef {object} Comparison
 * @property {string} server its version
 * @property {number} cases how many were put to the tools
 * @property {{ text: string, reason: string }[]} leftOut cases that the server does not bear out
 * @property {{ name: string, version: string, judged: import('./judge.js').Judged[] }[]} tools
 */

const modules = fileURLToPath(new URL('node_modules', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Has every tool type every case against a PostgreSQL server of its own, and judges what it says by what the cases yield there.
 * @returns {Promise<Comparison>}
 */
export async function compare() {
  const { library, cases } = await readCases()
  const server = await startTestServer()
  const folder = mkdtempSync(join(tmpdir(), 'rowhouse-bench-types-'))
  try {
    symlinkSync(modules, join(folder, 'node_modules'))
    const version = await prepare(server.url, library)
    const { witnessed, leftOut } = await witness(server.url, cases)
    const asked = cases.filter(({ id }) => witnessed.has(id))
    const compared = []
    for (const tool of tools)
      compared.push(await examine(tool, { folder, cases: asked, schema: library, url: server.url, witnessed }))
    return { server: version, cases: asked.length, leftOut, tools: compared }
  } finally {
    rmSync(folder, { recursive: true })
    await server.dispose()
  }
}

async function prepare(url, schema) {
  const db = await connect(url)
  try {
    await db.script(schema)
    return (await db.one('show server_version')).server_version
  } finally {
    await db.close()
  }
}

async function examine(tool, { folder, witnessed, ...question }) {
  const own = join(folder, tool.name)
  mkdirSync(own)
  const answers = await tool.ask({ ...question, folder: own })
  const judged = judge({ folder: own, tool, cases: question.cases, answers, witnessed })
  return { name: tool.name, version: versionOf(tool), judged }
}

function versionOf({ from }) {
  const folder = from === 'rowhouse' ? root : join(modules, from)
  return `${from} ${JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version}`
}
