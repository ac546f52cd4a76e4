import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TestDatabaseOptions } from '../index.ts'

const creator = fileURLToPath(new URL('creator.ts', import.meta.url))

/** Starts a process that makes a test database with these options; `stay` keeps it until its input ends. */
export function startCreator(
  options: TestDatabaseOptions,
  { stay = false, environment = {} }: { stay?: boolean; environment?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  const args = ['--import', import.meta.resolve('jiti/register'), creator, JSON.stringify(options)]
  return spawn(process.execPath, stay ? [...args, 'stay'] : args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
}

/** What the process has printed when it says where its database is. */
export function firstAnswer(child: ChildProcess): Promise<{ url: string; names: string[] }> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (line) => resolve(JSON.parse(String(line))))
    child.once('exit', (code) => reject(new Error(`the process ended with ${code} before it answered`)))
  })
}
