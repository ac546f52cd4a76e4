import { listSchemas } from '../catalog/index.ts'
import type { Project } from '../config/index.ts'
import type { Queryable } from '../query/index.ts'
import { ask, readTogether } from './ask.ts'
import type { Check, CheckKind, Finding, Found, Outcome, Profile, Severity, Subject } from './check.ts'
import { type Choice, chooseChecks, type ServerFacts, whyNot } from './choose.ts'
import { type Exceptions, type IgnoredFinding, requireReasons, sortFindings } from './exceptions.ts'
import { defaultLimits, type Limits } from './limits.ts'

/** Options of `verify`. */
export interface VerifyOptions {
  /**
   * The project (`await loadConfig()`) whose migrations, queries and generated types are compared with the database; it also says
   * the schemas, and what to ignore. Default: none, and the checks that need it are skipped.
   */
  readonly project?: Project
  /** The folder of migrations to compare the database with. Default: that of the project. */
  readonly migrations?: string
  /** The schemas to look into. Default: all save PostgreSQL's own, those of extensions, and `rowhouse`. */
  readonly schemas?: readonly string[]
  /** The ids of the checks to run, whatever they read and whichever profile they are for. Default: all. */
  readonly checks?: readonly string[]
  /** The kinds of checks to run. Default: all. */
  readonly kinds?: readonly CheckKind[]
  /** Runs the checks that read whole tables too. Default: false. */
  readonly deep?: boolean
  /** Where the database is used. Default: `development`, which leaves out what only production needs. */
  readonly profile?: Profile
  /** Findings to leave out: why, by `check:object`, where `*` stands for anything. Default: those of the project. */
  readonly ignore?: Readonly<Record<string, string>>
  /** Findings that were known before, as `readBaseline` gives them. Default: none. */
  readonly known?: readonly string[]
  /** Has warnings fail the report. Default: false. */
  readonly strict?: boolean
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<Limits>
  /** The column by which tables are, or will be, spread over several servers. Default: none. */
  readonly shardKey?: string
  /** Milliseconds after which a statement of a check is cancelled and the check skipped. Default: 60,000; 0 for never. */
  readonly timeout?: number
  /** Called before each check with its title, and once at the end. */
  readonly onProgress?: (progress: VerifyProgress) => void
}

/** How far `verify` has come. */
export interface VerifyProgress {
  readonly name: string
  readonly done: number
  readonly total: number
}

/** What became of one check. */
export interface CheckResult {
  readonly id: string
  readonly kind: CheckKind
  readonly title: string
  readonly why: string
  readonly status: 'ok' | 'findings' | 'skipped'
  /** Why it was skipped. A check that could not look is never `ok`. */
  readonly reason?: string
}

/** What `verify` found. */
export interface Report {
  /** Whether there is no error, and with `strict` no warning and no exception that is not needed any more. */
  readonly ok: boolean
  /** By severity, worst first. */
  readonly findings: readonly Finding[]
  /** Findings that are ignored, each with the reason that was given. */
  readonly ignored: readonly IgnoredFinding[]
  /** Findings that the baseline knows. */
  readonly known: readonly Finding[]
  /** Exceptions (`check:object`) that no finding needs any more. */
  readonly unused: readonly string[]
  readonly checks: readonly CheckResult[]
}

/**
 * Looks for what is wrong in a database: in its schema, its rights, its data and its server, and against the project. Changes
 * nothing. A check that could not look, for want of rights, of an extension or of time, is `skipped` with the reason. Throws
 * `INVALID_OPTION` for a check that does not exist, and for what is ignored without a reason.
 */
export async function verify(db: Queryable, options: VerifyOptions = {}): Promise<Report> {
  const { deep = false, profile = 'development', checks, kinds } = options
  const exceptions = { ignore: options.ignore ?? options.project?.verify.ignore ?? {}, known: options.known ?? [] }
  requireReasons(exceptions.ignore)
  const choice = { checks, kinds, deep, profile }
  const chosen = chooseChecks(choice)
  return reportOf(await askAll(chosen, choice, await subjectOf(db, options), options), exceptions, options)
}

interface Answer {
  readonly check: Check
  readonly outcome: Outcome
}

async function subjectOf(db: Queryable, options: VerifyOptions): Promise<Subject> {
  const { project, timeout = 60_000, deep = false } = options
  const schemas = options.schemas ?? project?.schemas
  return {
    db,
    schemas: await listSchemas(db, schemas === undefined ? {} : { schemas }),
    chosen: schemas !== undefined,
    migrations: options.migrations ?? project?.migrations,
    project,
    shardKey: options.shardKey ?? project?.verify.shardKey,
    limits: { ...defaultLimits, ...options.limits },
    deep,
    timeout,
  }
}

async function askAll(
  chosen: readonly Check[],
  choice: Choice,
  subject: Subject,
  { onProgress }: VerifyOptions,
): Promise<Answer[]> {
  const facts = await readFacts(subject.db)
  const reasons = new Map(chosen.map((check) => [check, whyNot(check, choice, facts)]))
  const total = chosen.length
  const answers: Answer[] = []
  onProgress?.({ name: 'the catalog', done: 0, total })
  const rows = await readTogether(
    chosen.filter((check) => reasons.get(check) === undefined),
    subject,
  )
  for (const check of chosen) {
    const skipped = reasons.get(check)
    onProgress?.({ name: check.title, done: answers.length, total })
    answers.push({ check, outcome: skipped === undefined ? await ask(check, subject, rows) : { skipped } })
  }
  onProgress?.({ name: '', done: total, total })
  return answers
}

function readFacts(db: Queryable): Promise<ServerFacts> {
  return db.one<{ version: number; extensions: string[] }>(`
    select current_setting('server_version_num')::int as version,
      array(select extname::text from pg_extension order by extname) as extensions`)
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** The report of these answers, findings sorted by severity. */
function reportOf(answers: readonly Answer[], exceptions: Exceptions, { strict = false }: VerifyOptions): Report {
  const all = answers.flatMap(findingsOf).toSorted((a, b) => ranks[a.severity] - ranks[b.severity])
  const ran = new Set(answers.flatMap(({ check, outcome }) => ('found' in outcome ? [check.id] : [])))
  const sorted = sortFindings(all, exceptions, ran)
  const worst = strict ? ranks.warning : ranks.error
  const failing = sorted.findings.some(({ severity }) => ranks[severity] <= worst)
  return { ok: !failing && !(strict && sorted.unused.length > 0), ...sorted, checks: answers.map(resultOf) }
}

function findingsOf({ check, outcome }: Answer): Finding[] {
  return 'skipped' in outcome ? [] : outcome.found.map((found) => findingOf(check, found))
}

function findingOf({ id, severity }: Check, { object, message, fix, ...found }: Found): Finding {
  return { check: id, severity: found.severity ?? severity, object, message, ...(fix === undefined ? {} : { fix }) }
}

function resultOf({ check: { id, kind, title, why }, outcome }: Answer): CheckResult {
  if ('skipped' in outcome) return { id, kind, title, why, status: 'skipped', reason: outcome.skipped }
  return { id, kind, title, why, status: outcome.found.length === 0 ? 'ok' : 'findings' }
}
