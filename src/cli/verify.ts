import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { Project } from '../config/index.ts'
import { hasColour } from '../terminal/index.ts'
import {
  type CheckKind,
  formatReport,
  type Profile,
  type Report,
  readBaseline,
  type VerifyOptions,
  verify,
  writeBaseline,
} from '../verify/index.ts'
import { type CommonOptions, type Context, withDatabase } from './context.ts'
import { type Cli, common, done, type ExitCode, findings } from './program.ts'

interface VerifyCommandOptions extends CommonOptions {
  readonly only?: string[]
  readonly kind?: CheckKind[]
  readonly deep?: boolean
  readonly profile?: Profile
  readonly strict?: boolean
  readonly baseline?: string | true
  readonly updateBaseline?: boolean
  readonly verbose?: boolean
}

/** Adds `rowhouse verify`. */
export function addVerify({ program, streams, run }: Cli): void {
  options(program.command('verify')).action((options: VerifyCommandOptions) =>
    run(options, () =>
      withDatabase(streams, options, (context) => verifyProject(context, options, hasColour(streams.stdout))),
    ),
  )
}

const kinds: readonly CheckKind[] = ['static', 'security', 'data', 'runtime']
const profiles: readonly Profile[] = ['development', 'production']

function options(command: Command): Command {
  return common(command, 'rowhouse verify --kind static,security --strict')
    .description(
      'look for what is missing, broken or dangerous: in the schema, the rights, the data and the server, and against the migrations and queries of the project; exit code 1 on errors',
    )
    .option('--only <checks>', 'run these checks alone, separated by commas', commaSeparated)
    .option(`--kind <kinds>`, `run these kinds alone: ${kinds.join(', ')}; static needs no rows`, kindsFrom)
    .option('--deep', 'run the checks that read whole tables too')
    .option('--profile <profile>', `${profiles.join(' or ')} (default: by NODE_ENV)`, profileFrom)
    .option('--strict', 'exit code 1 on warnings too, and on exceptions that are not needed any more')
    .option('--baseline [file]', 'leave out the findings that a file knows (default: verify-baseline.json)')
    .option('--update-baseline', 'write what is found now into the baseline')
    .option('--verbose', 'print also what is ignored, with its reason')
}

async function verifyProject(context: Context, options: VerifyCommandOptions, colour: boolean): Promise<ExitCode> {
  const { db, project, output, onProgress } = context
  const baseline = baselineFile(project, options)
  const known = await knownBefore(baseline, options)
  const report = await verify(db, {
    ...verifyOptions(options),
    project,
    known,
    onProgress: (event) => onProgress({ phase: 'verify', ...event }),
  })
  if (options.updateBaseline) return updateBaseline(context, baseline!, { report, known })
  output.result(report, [formatReport(report, { colour, verbose: options.verbose === true })])
  return report.ok ? done : findings
}

function verifyOptions({ only, kind, deep, profile, strict }: VerifyCommandOptions): VerifyOptions {
  return {
    profile: profile ?? (process.env.NODE_ENV === 'production' ? 'production' : 'development'),
    ...(only !== undefined && { checks: only }),
    ...(kind !== undefined && { kinds: kind }),
    ...(deep !== undefined && { deep }),
    ...(strict !== undefined && { strict }),
  }
}

function baselineFile({ folder }: Project, { baseline, updateBaseline }: VerifyCommandOptions): string | undefined {
  if (typeof baseline === 'string') return baseline
  return baseline || updateBaseline ? join(folder, 'verify-baseline.json') : undefined
}

// The first baseline has none before it.
async function knownBefore(file: string | undefined, { updateBaseline }: VerifyCommandOptions): Promise<string[]> {
  if (file === undefined || (updateBaseline && !existsSync(file))) return []
  return readBaseline(file)
}

async function updateBaseline(
  { output }: Context,
  file: string,
  { report, known }: { readonly report: Report; readonly known: readonly string[] },
): Promise<ExitCode> {
  const now = await writeBaseline(file, report, known)
  output.result({ file, known: now }, [`${file} knows ${now.length} ${now.length === 1 ? 'finding' : 'findings'}`])
  return done
}

function commaSeparated(text: string): string[] {
  return text.split(',').map((item) => item.trim())
}

function kindsFrom(text: string): CheckKind[] {
  return commaSeparated(text).map((item) => oneOf(kinds, item))
}

function profileFrom(text: string): Profile {
  return oneOf(profiles, text)
}

function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((item) => item === text)
  if (found === undefined) throw new InvalidArgumentError(`Choose of ${known.join(', ')}.`)
  return found
}
