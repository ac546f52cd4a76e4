import { RowhouseError } from '../errors/index.ts'
import { hasBinaries } from './binaries.ts'

/** Options that say where a test database is made. */
export interface EngineOptions {
  /** Default: `postgres` where a server is named or its programs are found, else `pglite`. */
  readonly engine?: 'postgres' | 'pglite'
  /**
   * The URL of a server whose user may create databases. Default: `TEST_DATABASE_URL`, else `DATABASE_URL`, else a server is
   * started, which all processes of this user share.
   */
  readonly server?: string
}

/** Where a test database is made; without `server`, on the shared one. */
export type Chosen = { readonly engine: 'pglite' } | { readonly engine: 'postgres'; readonly server?: string }

/** Decides where a test database is made. Throws `INVALID_ENVIRONMENT` in production without a server for tests. */
export function chooseEngine(
  { engine, server }: EngineOptions,
  environment: NodeJS.ProcessEnv = process.env,
  findsPrograms: () => boolean = hasBinaries,
): Chosen {
  if (engine === 'pglite') return { engine }
  const url = server ?? serverIn(environment, engine)
  if (url?.startsWith('pglite:')) return { engine: 'pglite' }
  if (url !== undefined) return { engine: 'postgres', server: url }
  return engine === 'postgres' || findsPrograms() ? { engine: 'postgres' } : { engine: 'pglite' }
}

function serverIn(environment: NodeJS.ProcessEnv, engine: EngineOptions['engine']): string | undefined {
  const { TEST_DATABASE_URL, DATABASE_URL, NODE_ENV } = environment
  const url = TEST_DATABASE_URL || DATABASE_URL || undefined
  if (url === undefined || (engine === 'postgres' && url.startsWith('pglite:'))) return undefined
  if (NODE_ENV === 'production' && !TEST_DATABASE_URL) throw production()
  return url
}

function production(): RowhouseError {
  return new RowhouseError(
    'INVALID_ENVIRONMENT',
    'NODE_ENV is production, and test databases would be made on the server in DATABASE_URL; set TEST_DATABASE_URL to a server for tests, or run the tests without NODE_ENV=production',
    { facts: { variable: 'TEST_DATABASE_URL' } },
  )
}
