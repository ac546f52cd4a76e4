import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from '../index.ts'

/** What a command answered: its exit code, and what it wrote to stdout and stderr. */
export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `rowhouse` with these arguments, as from a pipe. */
export async function rowhouse(...args: string[]): Promise<Outcome> {
  const written = { out: '', err: '' }
  const into = (stream: 'out' | 'err') => ({
    isTTY: false,
    write: (text: string) => {
      written[stream] += text
      return true
    },
  })
  const code = await run(args, { stdout: into('out'), stderr: into('err') })
  return { code, ...written }
}

/** Writes files below the folder: contents by path. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}
