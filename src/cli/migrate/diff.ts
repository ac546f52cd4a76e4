import { writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Command } from 'commander'
import type { Project } from '../../config/index.ts'
import {
  type CreatedMigration,
  compareSchema,
  diffSchema,
  dumpSchema,
  type SchemaDiff,
  told,
  writeMigrations,
} from '../../migrate/index.ts'
import { styles } from '../../terminal/index.ts'
import { type CommonOptions, openProject } from '../context.ts'
import { Output } from '../output.ts'
import { type Cli, done, type ExitCode, findings } from '../program.ts'

interface SchemaOptions extends CommonOptions {
  readonly schema?: string
  readonly shadowUrl?: string
}

interface DiffCommandOptions extends SchemaOptions {
  readonly allow: readonly string[]
  readonly dryRun?: boolean
}

interface DumpCommandOptions extends SchemaOptions {
  readonly output?: string
  readonly check?: boolean
}

/** Adds `rowhouse migrate diff`. */
export function addDiff(cli: Cli, migrate: Command): void {
  shared(migrate.command('diff <name>'), 'rowhouse migrate diff "add user profiles" --allow drop-column:users.fax')
    .description('write the migrations that lead from the migrations there are to what schema.sql says')
    .option(
      '--allow <loss>',
      'what may be lost, such as drop-column:users.fax; may be given several times',
      collect,
      [],
    )
    .option('--dry-run', 'print the migrations instead of writing them')
    .action((name: string, options: DiffCommandOptions) =>
      cli.run(options, async () => {
        const project = await openProject(options)
        const diff = await diffSchema({ ...placesOf(project, options), allow: options.allow })
        const written = options.dryRun === true ? [] : await writeMigrations(project.migrations, name, diff.migrations)
        const warn = styles(cli.streams.stderr).yellow
        for (const notice of diff.notices) cli.streams.stderr.write(`${warn('note')}  ${notice}\n`)
        new Output(cli.streams, options.json === true).result({ ...diff, written }, lines(diff, written, options))
        return done
      }),
    )
}

/** Adds `rowhouse migrate dump`. */
export function addDump(cli: Cli, migrate: Command): void {
  shared(migrate.command('dump'), 'rowhouse migrate dump --output schema.sql')
    .description('print what the migrations make as a schema file')
    .option('--output <file>', 'write it into this file, in the place of what that holds')
    .option('--check', 'write nothing; exit code 1 if the schema file differs from what the migrations make')
    .action((options: DumpCommandOptions) =>
      cli.run(options, async () => {
        const places = placesOf(await openProject(options), options)
        return options.check === true ? checkSchema(cli, places, options) : writeSchema(cli, places, options)
      }),
    )
}

async function checkSchema({ streams }: Cli, places: Places, { json }: DumpCommandOptions): Promise<ExitCode> {
  const differences = await compareSchema(places)
  const equal = differences.length === 0
  const verdict = equal ? 'makes what the migrations make' : 'differs from what the migrations make'
  new Output(streams, json === true).result(differences, [`${places.schema} ${verdict}`, ...differences.map(told)])
  return equal ? done : findings
}

async function writeSchema({ streams }: Cli, places: Places, { json, output }: DumpCommandOptions): Promise<ExitCode> {
  const schema = await dumpSchema(places)
  if (output !== undefined) await writeFile(output, schema)
  const sentence =
    output === undefined ? schema.trimEnd() : `${output}: loaded into an empty database, with an equal catalog`
  new Output(streams, json === true).result({ schema, ...(output !== undefined && { file: output }) }, [sentence])
  return done
}

// Not `common`: these commands need no database, and make their own.
function shared(command: Command, example: string): Command {
  return command
    .option(
      '--schema <file>',
      'the file that says what the schema should be (default: that of the configuration, schema.sql)',
    )
    .option('--shadow-url <url>', 'an empty database, beside which the scratch databases are made (default: embedded)')
    .option('--project <folder>', 'work in this folder instead of the current one')
    .option('--json', 'print one JSON value instead of text')
    .addHelpText('after', `\nExample:\n  $ ${example}`)
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value]
}

type Places = ReturnType<typeof placesOf>

function placesOf(project: Project, { schema, shadowUrl }: SchemaOptions) {
  return { folder: project.migrations, schema: schema ?? project.schema, shadowUrl }
}

function lines(diff: SchemaDiff, written: readonly CreatedMigration[], { dryRun }: DiffCommandOptions): string[] {
  if (diff.migrations.length === 0) return ['nothing to do: the migrations make what the schema file says']
  if (dryRun === true) return diff.migrations.flatMap(({ up, down }) => ['-- up.sql', up, '-- down.sql', down])
  const files = written.flatMap(({ files }) => files.map((file) => relative(process.cwd(), file)))
  return [...files, 'run up, down and up again on a scratch database, with the catalog compared each time']
}
