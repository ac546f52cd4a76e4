import { spawn } from 'node:child_process'

/**
 * @typedef {{ code: number | null, text: string }} Ended what a process ended with (null: a signal) and printed
 * @typedef {{ ended: Promise<Ended>, kill: (signal: NodeJS.Signals) => void }} Running
 */

/**
 * Starts a program in a folder, in an environment without settings of the one who compares.
 * @param {{ program: string, args: string[], env?: Record<string, string> }} command
 * @param {string} folder
 * @returns {Running}
 */
export function start({ program, args, env = {} }, folder) {
  const { PATH, HOME } = process.env
  const child = spawn(program, args, { cwd: folder, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
  }
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, text }))
  })
  return { ended, kill: (signal) => child.kill(signal) }
}
