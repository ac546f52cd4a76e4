import { type Command, Option } from 'commander'
import type { Project } from '../config/index.ts'
import { type AnalyseProgress, type Generation, generate, isWrong } from '../generate/index.ts'
import { createProgress, styles } from '../terminal/index.ts'
import { type CommonOptions, openProject } from './context.ts'
import { analysisLines, besideLines, changeLines, described } from './generate-lines.ts'
import { watchTypes } from './generate-watch.ts'
import { Output, type Streams } from './output.ts'
import { type Cli, done, findings } from './program.ts'

interface GenerateCommandOptions extends CommonOptions {
  readonly tests?: boolean
  readonly check?: boolean
  readonly watch?: boolean
}

/** Adds `rowhouse generate`. */
export function addGenerate({ program, streams, run }: Cli): void {
  options(program.command('generate')).action((options: GenerateCommandOptions) =>
    run(options, async () => {
      if (options.watch) return watchTypes(streams, options)
      const { analysis, changes } = await generateTypes(streams, await openProject(options), options)
      const json = options.json === true
      // The one value on stdout is the list of the queries, so what else is to be said is told beside it.
      if (json) for (const line of besideLines(analysis, styles(streams.stderr))) streams.stderr.write(`${line}\n`)
      const output = new Output(streams, json)
      const lines = [...analysisLines(analysis, output.styles), ...changeLines(changes, options.check === true)]
      output.result(analysis.queries.map(described), lines)
      const stale = options.check === true && changes.written.length + changes.removed.length > 0
      return stale || analysis.queries.some(isWrong) ? findings : done
    }),
  )
}

// Not `common`: this command needs no database, and makes its own where none is named.
function options(command: Command): Command {
  return command
    .description(
      'have PostgreSQL check every query in the TypeScript sources, and write the types of queries and tables',
    )
    .option('--check', 'write nothing; exit code 1 if a query is wrong or the types are not up to date')
    .addOption(new Option('--watch', 'go on, and write the types of what changes; Ctrl-C ends it').conflicts('check'))
    .option('--url <target>', 'ask this database, which stays as it is (default: an embedded one from the migrations)')
    .option('--tests', 'take the queries of tests (*.test.ts) too')
    .option('--project <folder>', 'work in this folder instead of the current one')
    .option('--json', 'print each query with its columns and parameters as one JSON value; with --watch one a line')
    .addHelpText('after', '\nExample:\n  $ rowhouse generate --check')
}

async function generateTypes(
  streams: Streams,
  project: Project,
  { url, tests, check }: GenerateCommandOptions,
): Promise<Generation> {
  const progress = createProgress(streams.stderr)
  try {
    return await generate(project, {
      onProgress: (event: AnalyseProgress) => progress.report(event),
      ...(url !== undefined && { url }),
      ...(tests !== undefined && { tests }),
      ...(check !== undefined && { check }),
    })
  } finally {
    progress.finish()
  }
}
