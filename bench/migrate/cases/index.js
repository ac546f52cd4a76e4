// Each case runs a tool in a new database and says what went wrong, in a few words that fit any tool; nothing if all is well.
import { death } from './death.js'
import { files } from './files.js'
import { history } from './history.js'
import { locks } from './locks.js'
import { statements } from './statements.js'

/**
 * @typedef {object} Case
 * @property {string} id
 * @property {string} title what should hold
 * @property {string[]} [needs] features without which there is nothing to judge
 * @property {(world: import('../world.js').World) => Promise<string | undefined>} judge
 */

/** @type {Case[]} */
export const cases = [...locks, ...death, ...history, ...statements, ...files]
