import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'rowhouse'
import { start } from './command.js'

/**
 * @typedef {object} Migration
 * @property {number} version 1, 2, 3 …; the tool makes of it a version of its own kind
 * @property {string} name
 * @property {string} up
 * @property {string} [down]
 * @property {boolean} [alone] whether it cannot run in a transaction; the tool says so in its own way
 * @property {(bytes: Buffer) => Buffer} [save] what an editor makes of the file
 *
 * @typedef {object} World a new database, a project of the tool, and an observer
 * @property {import('rowhouse').Database} db
 * @property {(...migrations: Migration[]) => void} write writes them, in the place of all that were there
 * @property {() => Promise<import('./command.js').Ended>} up
 * @property {() => Promise<import('./command.js').Ended>} down reverts the newest
 * @property {() => import('./command.js').Running} begin starts up
 * @property {() => Promise<import('./command.js').Ended>} upElsewhere the same where there is no database yet
 * @property {(text: string, runner: import('./command.js').Running) => Promise<boolean>} untilRuns waits until a backend runs a
 *   statement with that text; false if the runner ends before
 * @property {(condition: string) => Promise<boolean>} holds
 * @property {(table: string) => Promise<boolean>} exists
 */

let databases = 0

/**
 * @param {import('./tools/index.js').Tool} tool
 * @param {string} server
 * @returns {Promise<World & { dispose: () => Promise<void> }>}
 */
export async function newWorld(tool, server) {
  const name = `case_${++databases}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const folder = mkdtempSync(join(tmpdir(), 'rowhouse-bench-migrate-'))
  const db = await connect(url.href)
  const begin = (direction) => start(tool.command({ folder, url: url.href, direction }), folder)
  const holds = async (condition) => (await db.queryUnsafe(`select ${condition} as answer`)).rows[0].answer === true
  return {
    db,
    write: (...migrations) => {
      rmSync(join(folder, 'migrations'), { recursive: true, force: true })
      mkdirSync(join(folder, 'migrations'))
      tool.write(join(folder, 'migrations'), migrations)
    },
    up: () => begin('up').ended,
    down: () => begin('down').ended,
    begin: () => begin('up'),
    upElsewhere: () => start(tool.command({ folder, url: `${url.href}_new`, direction: 'up' }), folder).ended,
    holds,
    untilRuns: (text, runner) => untilRuns(() => holds(running(text)), runner),
    exists: (table) => holds(`to_regclass('${table}') is not null`),
    dispose: async () => {
      await db.close()
      for (const each of [name, `${name}_new`]) await onServer(server, `drop database if exists ${each} with (force)`)
      rmSync(folder, { recursive: true })
    },
  }
}

async function onServer(url, statement) {
  const server = await connect(url, { maxConnections: 1 })
  try {
    await server.script(statement)
  } finally {
    await server.close()
  }
}

function running(text) {
  return `exists (
    select from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query ilike '%${text}%'
  )`
}

async function untilRuns(runs, { ended }) {
  let isOver = false
  ended.then(() => {
    isOver = true
  })
  while (!(await runs())) {
    if (isOver) return false
    await pause(50)
  }
  return true
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
