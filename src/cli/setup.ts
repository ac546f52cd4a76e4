import { type SetupResult, setup } from '../setup/index.ts'
import { hasColour } from '../terminal/index.ts'
import { formatReport } from '../verify/index.ts'
import { type CommonOptions, withMigrationDatabase } from './context.ts'
import { type Cli, common, done, findings } from './program.ts'
import { seedLines } from './seed.ts'

interface SetupCommandOptions extends CommonOptions {
  readonly force?: boolean
  readonly referenceOnly?: boolean
}

/** Adds `rowhouse setup`. */
export function addSetup({ program, streams, run }: Cli): void {
  common(program.command('setup'), 'rowhouse setup')
    .description('migrate, seed and verify: an empty database becomes a working one; safe to run again')
    .option('--reference-only', 'write no sample data')
    .option('--force', 'write sample data in production too')
    .action((options: SetupCommandOptions) =>
      run(options, () =>
        withMigrationDatabase(streams, options, async ({ db, project, output, onProgress }) => {
          const result = await setup(db, project, {
            onProgress,
            ...(options.referenceOnly && { kinds: ['reference'] }),
            ...(options.force && { force: true }),
          })
          const colour = hasColour(streams.stdout)
          output.result(result, [...setupLines(result), formatReport(result.report, { colour }), db.description])
          return result.report.ok ? done : findings
        }),
      ),
    )
}

function setupLines({ migrations, seeds }: SetupResult): string[] {
  const applied =
    migrations.length === 0 ? 'no migration was pending' : `applied ${migrations.map(({ name }) => name).join(', ')}`
  return [applied, ...seedLines(seeds)]
}
