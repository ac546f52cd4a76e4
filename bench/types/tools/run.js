import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const programs = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url))

/**
 * Runs a program in a folder and tells what it printed. Its exit code is not judged: what it wrote is.
 * @param {string} program a path, or the name of a program of the peers
 * @param {string[]} args
 * @param {string} folder
 * @returns {Promise<{ stdout: string, stderr: string }>}
 */
export function run(program, args, folder) {
  const path = program.includes('/') ? program : `${programs}${program}`
  const child = spawn(path, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (chunk) => {
      printed[stream] += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(printed))
  })
}
