import { type ConnectOptions, connect, type Database } from 'rowhouse'
import { createTestDatabase, type TestDatabaseOptions } from 'rowhouse/testing'
import { inject } from 'vitest'

// What the set-up of the run hands to the tests.
declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
  }
}

/** One of the engines that every test about data runs on. */
export interface Engine {
  readonly name: 'PostgreSQL' | 'PGlite'
  /** Where its test databases are made. */
  readonly place: Pick<TestDatabaseOptions, 'engine' | 'server'>
  /** A new, empty database of this engine, dropped when it is closed. */
  open(options?: ConnectOptions): Promise<Database>
}

const postgres = engine('PostgreSQL', { server: inject('serverUrl') })
const pglite = engine('PGlite', { engine: 'pglite' })

/** PostgreSQL on a server, and the embedded one. */
export const engines: readonly Engine[] = [postgres, pglite]

let databases = 0

/** Makes an empty database on the test server and gives its URL, and the function that drops it. */
export async function createOnServer(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${process.pid}_${++databases}_${Math.random().toString(36).slice(2, 8)}`
  const url = new URL(inject('serverUrl'))
  await onServer((admin) => admin.script(`create database ${name}`))
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => onServer((admin) => admin.script(`drop database if exists ${name} with (force)`)),
  }
}

function engine(name: Engine['name'], place: Engine['place']): Engine {
  return { name, place, open: (options = {}) => createTestDatabase({ ...place, empty: true, connect: options }) }
}

async function onServer(work: (admin: Database) => Promise<unknown>): Promise<void> {
  const admin = await connect(inject('serverUrl'), { maxConnections: 1 })
  try {
    await work(admin)
  } finally {
    await admin.close()
  }
}
