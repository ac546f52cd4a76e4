import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { connect } from 'rowhouse'
import { startTestServer } from 'rowhouse/testing'
import { cases } from './cases/index.js'
import { tools } from './tools/index.js'
import { newWorld } from './world.js'

/**
 * @typedef {{ fault: string | undefined } | { lacks: string }} Verdict what went wrong, if anything did; or the feature that the tool
 *   has not, so that there is nothing to judge
 * @typedef {object} Comparison
 * @property {string} server its version
 * @property {{ name: string, version: string }[]} tools
 * @property {{ id: string, title: string, verdicts: Verdict[] }[]} cases the verdicts in the order of the tools
 */

/**
 * Has every tool do every case in a new database, one after the other.
 * @param {{ tool?: string, case?: string }} only
 * @returns {Promise<Comparison>}
 */
export async function compare(only) {
  const chosen = tools.filter(({ name }) => only.tool === undefined || name.toLowerCase() === only.tool.toLowerCase())
  const asked = cases.filter(({ id }) => only.case === undefined || id === only.case)
  const server = await startTestServer()
  try {
    const judged = []
    for (const each of asked) {
      const verdicts = []
      for (const tool of chosen) verdicts.push(await verdictOf(each, tool, server.url))
      judged.push({ id: each.id, title: each.title, verdicts })
    }
    const about = chosen.map((tool) => ({ name: tool.name, version: versionOf(tool) }))
    return { server: await versionOfServer(server.url), tools: about, cases: judged }
  } finally {
    await server.dispose()
  }
}

async function verdictOf(each, tool, url) {
  const lacks = each.needs?.find((feature) => tool.lacks.includes(feature))
  if (lacks !== undefined) return { lacks }
  const world = await newWorld(tool, url)
  const start = performance.now()
  try {
    const fault = await each.judge(world)
    process.stderr.write(
      `${each.id}, ${tool.name}, ${Math.round(performance.now() - start)} ms: ${fault ?? 'passed'}\n`,
    )
    return { fault }
  } finally {
    await world.dispose()
  }
}

async function versionOfServer(url) {
  const db = await connect(url)
  try {
    return (await db.one('show server_version')).server_version
  } finally {
    await db.close()
  }
}

function versionOf({ from }) {
  const path = from === 'rowhouse' ? '../../package.json' : `node_modules/${from}/package.json`
  return JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')).version
}
