// The tools that are compared, each as its documentation says, with those of its settings with which it passes most of the cases.
import * as dbmate from './dbmate.js'
import * as drizzle from './drizzle.js'
import * as nodePgMigrate from './node-pg-migrate.js'
import * as postgrator from './postgrator.js'
import * as rowhouse from './rowhouse.js'

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} from its package
 * @property {string[]} lacks features that it has not
 * @property {(folder: string, migrations: import('../world.js').Migration[]) => void} write
 * @property {(where: { folder: string, url: string, direction: 'up' | 'down' }) => { program: string, args: string[],
 *   env?: Record<string, string> }} command
 */

/** @type {Tool[]} */
export const tools = [rowhouse, dbmate, nodePgMigrate, postgrator, drizzle]
