import { createInterface } from 'node:readline/promises'
import { RowhouseError } from '../../errors/index.ts'
import { isTerminal } from '../../terminal/index.ts'
import type { Context } from '../context.ts'
import type { Streams } from '../output.ts'

/** What tells a production database from others. */
export interface Surroundings {
  /** Where the database is: `PostgreSQL at host:5432/name`. */
  readonly description: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Patterns of the configuration for `host:port/name`, in which `*` stands for anything. */
  readonly production: readonly string[]
}

/**
 * Why a database looks like production: a pattern of the configuration fits, or the process runs for production and the server
 * is on another machine; `undefined` if nothing speaks for it.
 */
export function reasonForProduction({ description, environment, production }: Surroundings): string | undefined {
  const address = /^PostgreSQL at (.*)$/s.exec(description)?.[1]
  if (address === undefined) return undefined
  const pattern = production.find((each) => fits(each, address))
  if (pattern !== undefined) return `it fits "${pattern}" in the configuration`
  const variable = ['NODE_ENV', 'APP_ENV'].find((name) => environment[name] === 'production')
  return variable === undefined || isLoopback(address) ? undefined : `${variable} is production`
}

function fits(pattern: string, address: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(address)
}

function isLoopback(address: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|\/[^:]*):\d+\//.test(address)
}

/** A change that may need a yes. */
export interface Change {
  /** What is about to happen: `3 migrations would be applied`; nothing if the answer is `undefined`. */
  readonly what: () => Promise<string | undefined>
  /** Whether `--yes` was given. */
  readonly yes: boolean
}

/**
 * Asks before production is changed: a person at a terminal types the name of the database, and elsewhere `--yes` is needed.
 * Throws `MIGRATION_UNCONFIRMED` without.
 */
export async function confirmProduction({ db, project }: Context, streams: Streams, change: Change): Promise<void> {
  const { production = [] } = project
  const reason = reasonForProduction({ description: db.description, environment: process.env, production })
  if (reason === undefined || change.yes) return
  const what = await change.what()
  if (what === undefined) return
  const { name } = await db.one<{ name: string }>('select current_database() as name')
  const question = `${what} on ${db.description}, which looks like production (${reason})`
  if (
    isTerminal(streams.stderr) &&
    process.stdin.isTTY &&
    (await typed(`${question}.\nType ${name} to go on: `)) === name
  )
    return
  throw new RowhouseError('MIGRATION_UNCONFIRMED', `${question}; nothing was changed: say --yes if that is meant`, {
    facts: { database: name, reason },
  })
}

/** What a person types; nothing when they end the input or press Ctrl-C. */
async function typed(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new AbortController()
  terminal.once('close', () => closed.abort())
  try {
    return await terminal.question(question, { signal: closed.signal }).catch(() => '')
  } finally {
    terminal.close()
  }
}
