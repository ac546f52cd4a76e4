import { relative } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { connect, type Database } from '../../database/index.ts'
import { messageOf } from '../../errors/index.ts'
import {
  type CheckedEffect,
  type CheckedMigration,
  type CheckFinding,
  checkMigrations,
  type MigrationCheck,
} from '../../migrate/index.ts'
import { createProgress, type Styles, table } from '../../terminal/index.ts'
import { type CommonOptions, openProject } from '../context.ts'
import { Output } from '../output.ts'
import { type Cli, common, done, findings } from '../program.ts'

interface CheckCommandOptions extends CommonOptions {
  readonly only?: string
  readonly from?: string
  readonly shadowUrl?: string
  readonly without?: readonly string[]
  readonly requireDown?: boolean
  readonly strict?: boolean
}

/** Adds `rowhouse migrate check`. */
export function addCheck(cli: Cli, migrate: Command): void {
  common(migrate.command('check'), 'rowhouse migrate check --only 20230215')
    .description(
      'prove the migrations before they run: up, down and up again on a scratch database, with the locks, rewrites and scans of each statement; exit code 1 on errors',
    )
    .option('--only <version>', 'check this migration alone')
    .option('--from <version>', 'check the migrations from this one on')
    .option(
      '--shadow-url <url>',
      'an empty database, beside which one is made to try them on (default: an embedded one)',
    )
    .option('--without <rules>', 'leave out these rules, separated by commas', listed)
    .option('--require-down', 'a missing down.sql is an error')
    .option('--strict', 'exit code 1 on warnings too')
    .action((options: CheckCommandOptions) => cli.run(options, () => check(cli, options)))
}

async function check({ streams }: Cli, options: CheckCommandOptions) {
  const { migrations, database } = await openProject(options)
  const progress = createProgress(streams.stderr)
  const target = await openTarget(options, database)
  try {
    const result = await checkMigrations({
      folder: migrations,
      only: options.only,
      from: options.from,
      shadowUrl: options.shadowUrl,
      without: options.without,
      requireDown: options.requireDown,
      target: target.db,
      onProgress: (event) => progress.report({ phase: 'check', ...event }),
    })
    const output = new Output(streams, options.json === true, progress.finish)
    const unreachable = target.unreachable === undefined ? {} : { targetUnreachable: target.unreachable }
    output.result({ ...result, ...unreachable }, reportLines(result, target.unreachable, output.styles))
    const warned = options.strict === true && result.migrations.some((migration) => migration.findings.length > 0)
    return result.ok && !warned ? done : findings
  } finally {
    progress.finish()
    await target.db?.close()
  }
}

interface Target {
  readonly db?: Database
  /** Why it could not be asked for its version. */
  readonly unreachable?: string
}

// Only a server can have another version, and opening an embedded database would make it where there is none yet.
async function openTarget({ url }: CheckCommandOptions, configured: string | undefined): Promise<Target> {
  const named = url ?? (process.env.MIGRATION_DATABASE_URL || process.env.DATABASE_URL || undefined)
  const server = named ?? (process.env.DB_HOST ? undefined : configured)
  if (server === undefined && !process.env.DB_HOST) return {}
  if (server?.startsWith('pglite:')) return {}
  try {
    return { db: await connect(server, { applicationName: 'rowhouse-cli', maxConnections: 1 }) }
  } catch (error) {
    return { unreachable: messageOf(error) }
  }
}

function listed(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.every((name) => name !== '')) return names
  throw new InvalidArgumentError('It must be names of rules, separated by commas.')
}

function reportLines(result: MigrationCheck, unreachable: string | undefined, styles: Styles): string[] {
  return [
    versionLine(result, unreachable, styles),
    ...result.migrations.flatMap((migration) => migrationLines(migration, styles)),
    ...notCheckedLines(result, styles),
    '',
    summary(result, styles),
  ]
}

function versionLine(
  { scratch, target, sameMajorVersion }: MigrationCheck,
  unreachable: string | undefined,
  { yellow }: Styles,
): string {
  const tried = `tried on PostgreSQL ${scratch.version} (${scratch.description})`
  if (unreachable !== undefined)
    return `${tried}\n${yellow('warning')}  the target's version is not known: ${unreachable}`
  if (target === undefined) return `${tried}; no server is named to compare its version with`
  if (sameMajorVersion) return `${tried}, as the target: PostgreSQL ${target.version}`
  const advice = 'what holds on one need not hold on the other; name an empty database there with --shadow-url'
  return `${tried}\n${yellow('warning')}  the target is PostgreSQL ${target.version} (${target.description}): ${advice}`
}

const proofs = {
  proved: 'up, down and up again',
  disproved: 'down does not lead back',
  none: 'up only: no down.sql',
  irreversible: 'up only: irreversible',
  unknown: 'did not run',
} as const

function migrationLines({ name, reversible, effects, findings }: CheckedMigration, styles: Styles): string[] {
  const paint = reversible === 'disproved' || reversible === 'unknown' ? styles.red : styles.green
  return [
    '',
    `${styles.bold(name)}  ${paint(proofs[reversible])}`,
    ...(effects.length === 0 ? [] : [indented(effectTable(effects, styles), 2)]),
    ...findings.map((finding) => indented(findingText(finding, styles), 2)),
  ]
}

function effectTable(effects: readonly CheckedEffect[], styles: Styles): string {
  const verdicts = { ok: styles.green('ok'), brief: styles.yellow('until commit'), long: styles.red('for each row') }
  const head = ['line', 'table', 'lock', 'blocks', 'rewrite', 'scan', 'verdict'].map(styles.dim)
  return table([
    head,
    ...effects.map(({ line, table, lock, blocks, rewritten, scanned, verdict }) => {
      return [line, table, lock, blocks, rewritten ? 'yes' : '', scanned ? 'yes' : '', verdicts[verdict]]
    }),
  ])
}

function findingText(
  { severity, file, line, column, message, rule, excerpt, safer }: CheckFinding,
  styles: Styles,
): string {
  const path = relative(process.cwd(), file)
  const place = line === undefined ? path : `${path}:${line}:${column}`
  const paint = severity === 'error' ? styles.red : styles.yellow
  return [
    `${styles.cyan(place)}  ${paint(severity)}  ${message}  ${styles.dim(`[${rule}]`)}`,
    ...(excerpt === undefined ? [] : [excerpt]),
    ...(safer === undefined ? [] : [indented(safer, 4)]),
  ].join('\n')
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by))
}

function notCheckedLines({ notChecked }: MigrationCheck, { yellow }: Styles): string[] {
  return notChecked.length === 0 ? [] : ['', `${yellow('not checked')}  ${notChecked.join(', ')}`]
}

function summary({ migrations, ok }: MigrationCheck, { red, green }: Styles): string {
  const all = migrations.flatMap((migration) => migration.findings)
  const errors = all.filter(({ severity }) => severity === 'error').length
  const paint = ok ? green : red
  return paint(
    `${count(migrations.length, 'migration')} checked: ${count(errors, 'error')}, ${count(all.length - errors, 'warning')}`,
  )
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
