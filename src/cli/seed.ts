import { Option } from 'commander'
import { type SeedKind, type SeedReport, seed } from '../seed/index.ts'
import { table } from '../terminal/index.ts'
import { type CommonOptions, withDatabase } from './context.ts'
import { type Cli, common, done, findings } from './program.ts'

interface SeedCommandOptions extends CommonOptions {
  readonly only?: readonly string[]
  readonly kind?: SeedKind
  readonly scale?: number
  readonly environment?: string
  readonly dryRun?: boolean
  readonly reset?: boolean
  readonly force?: boolean
  readonly onError?: 'stop' | 'skip'
}

/** Adds `rowhouse seed`. */
export function addSeed({ program, streams, run }: Cli): void {
  common(program.command('seed'), 'rowhouse seed --only exercises')
    .description('write reference and sample data, and generated data at a scale; safe to run again')
    .option('--only <name...>', 'run these seeds and those that they depend on')
    .addOption(new Option('--kind <kind>', 'run seeds of this kind only').choices(['reference', 'sample', 'volume']))
    .addOption(
      new Option('--on-error <policy>', 'at a failing row undo everything, or leave out that row')
        .choices(['stop', 'skip'])
        .default('stop'),
    )
    .option('--scale <n>', 'generate volume data too, as much as its seeds count at this scale', Number)
    .option('--environment <name>', 'the environment, for the record (default: NODE_ENV, else development)')
    .option('--dry-run', 'say what would be written, and write nothing')
    .option('--reset', 'empty the tables that the seeds fill first; never in production')
    .option('--force', 'write sample and volume data in production too')
    .action((options: SeedCommandOptions) =>
      run(options, () =>
        withDatabase(streams, options, async ({ db, project, output, onProgress, tell }) => {
          const { only, kind, scale, environment, dryRun, reset, force, onError } = options
          const report = await seed(db, {
            folder: project.seeds,
            projectFolder: project.folder,
            onProgress,
            ...(only !== undefined && { only }),
            ...(kind !== undefined && { kinds: [kind] }),
            ...(scale !== undefined && { scale }),
            ...(environment !== undefined && { environment }),
            ...(dryRun !== undefined && { dryRun }),
            ...(reset !== undefined && { reset }),
            onReset: (tables) => tell(`${dryRun ? 'would empty' : 'emptying'} ${tables.join(', ')}`),
            ...(force !== undefined && { force }),
            ...(onError !== undefined && { onError }),
          })
          output.result(report, seedLines(report))
          return report.seeds.every(({ skipped }) => skipped.length === 0) ? done : findings
        }),
      ),
    )
}

/** What a run of seeds did, for a person. */
export function seedLines({ seeds, leftOut }: SeedReport): string[] {
  if (seeds.length === 0 && leftOut.length === 0) return ['there are no seeds']
  const rows = seeds.map(({ name, kind, inserted, updated, unchanged, skipped }) => [
    name,
    kind,
    `${inserted} inserted`,
    `${updated} updated`,
    `${unchanged} unchanged`,
    skipped.length === 0 ? '' : `${skipped.length} skipped`,
  ])
  return [
    table(rows),
    ...seeds.flatMap(({ name, skipped }) =>
      skipped.map(
        ({ row, label, message }) =>
          `skipped  ${name} row ${row}${label === undefined ? '' : ` (${label})`}: ${message}`,
      ),
    ),
    ...(leftOut.length === 0 ? [] : [`left out in production: ${leftOut.join(', ')} (sample data; --force writes it)`]),
  ]
}
