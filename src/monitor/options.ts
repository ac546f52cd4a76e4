import { RowhouseError } from '../errors/index.ts'
import type { SlowQuery } from './slow.ts'

/** Where the monitor writes: pino, or anything with the same two functions, `console` among them. */
export interface Logger {
  info(fields: object, message: string): unknown
  warn(fields: object, message: string): unknown
}

/** Options of `createMonitor`. */
export interface MonitorOptions {
  /** How many texts of statements are kept, those used last. Default: 500. */
  readonly statements?: number
  /** A statement that takes longer than this many milliseconds, without its wait for a connection, is slow. Default: 200. */
  readonly slowAfter?: number
  /** Write the values of slow statements too. They may be personal or secret. Default: false. */
  readonly values?: boolean
  /**
   * The share of slow reads, from 0 to 1, that are run once more under `explain (analyze, buffers)`: one at a time, in a read-only
   * transaction that is rolled back, and only while a connection of the pool is free. Default: 0.
   */
  readonly explain?: number
  /** Note file and line of the callers, of one statement in each millisecond. Default: true. */
  readonly places?: boolean
  /** Warn when this share of the connections is in use, from 0 to 1, at most once a minute. Default: 0.8. */
  readonly utilisation?: number
  /** Where slow statements, leaks and a full pool are written to. Default: nowhere. */
  readonly logger?: Logger
  /** Is given each slow statement. */
  readonly onSlow?: (slow: SlowQuery) => void
  /** The name of a statement, for labels and spans; there should be few. Default: none. */
  readonly nameOf?: (text: string) => string | undefined
  /** The name of the pool, for labels. Default: the database and its host. */
  readonly pool?: string
}

/** The options with their defaults. */
export type Settings = Required<
  Pick<MonitorOptions, 'statements' | 'slowAfter' | 'values' | 'explain' | 'places' | 'utilisation'>
> &
  Pick<MonitorOptions, 'logger' | 'onSlow' | 'nameOf' | 'pool'>

const defaults = { statements: 500, slowAfter: 200, values: false, explain: 0, places: true, utilisation: 0.8 }

/** Fills in the defaults. Throws `INVALID_OPTION`, naming the option. */
export function settingsOf(options: MonitorOptions): Settings {
  const settings = { ...defaults, ...options }
  if (!(Number.isInteger(settings.statements) && settings.statements > 0))
    throw invalid('statements', 'must be a whole number from 1')
  if (!(settings.slowAfter >= 0)) throw invalid('slowAfter', 'must be a number of milliseconds from 0')
  for (const option of ['explain', 'utilisation'] as const)
    if (!(settings[option] >= 0 && settings[option] <= 1)) throw invalid(option, 'must be a share from 0 to 1')
  return settings
}

function invalid(option: string, what: string): RowhouseError {
  return new RowhouseError('INVALID_OPTION', `${option} ${what}`, { facts: { option } })
}
