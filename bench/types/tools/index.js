// The tools that are compared. Each asks for all cases at once, as its users do, and gives the types that it has written.
import * as pgtyped from './pgtyped.js'
import * as rowhouse from './rowhouse.js'
import * as safeql from './safeql.js'
import * as typesql from './typesql.js'

/**
 * @typedef {{ row: string, params: string } | { refused: string }} Answer the TypeScript types of a row and of the parameters,
 *   `p1` first, or why there are none
 * @typedef {{ folder: string, cases: import('../cases.js').Case[], schema: string, url: string }} Question
 * @typedef {(question: Question) => Promise<Map<string, Answer>>} Ask
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} from its package
 * @property {string[]} drivers for whose values its types are meant; a type that fits one of them is right
 * @property {Ask} ask
 */

/** @type {Tool[]} */
export const tools = [rowhouse, safeql, typesql, pgtyped]
