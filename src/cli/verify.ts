import { hasColour } from '../terminal/index.ts'
import { formatReport, verify } from '../verify/index.ts'
import { type CommonOptions, withDatabase } from './context.ts'
import { type Cli, common, done, findings } from './program.ts'

/** Adds `rowhouse verify`. */
export function addVerify({ program, streams, run }: Cli): void {
  common(program.command('verify'), 'rowhouse verify --json')
    .description(
      'compare the database with the migrations, and look for what is missing, broken or dangerous; exit code 1 on findings',
    )
    .action((options: CommonOptions) =>
      run(options, () =>
        withDatabase(streams, options, async ({ db, project, output, onProgress }) => {
          const { migrations, schemas } = project
          const report = await verify(db, {
            migrations,
            ...(schemas !== undefined && { schemas }),
            onProgress: (event) => onProgress({ phase: 'verify', ...event }),
          })
          output.result(report, [formatReport(report, { colour: hasColour(streams.stdout) })])
          return report.ok ? done : findings
        }),
      ),
    )
}
