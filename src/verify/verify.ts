import { listSchemas } from '../catalog/index.ts'
import { DatabaseError, endsConnection, RowhouseError } from '../errors/index.ts'
import type { Queryable } from '../query/index.ts'
import type { Check, CheckResult, Finding, Found, Outcome, Severity, Subject } from './check.ts'
import { checks } from './checks.ts'

/** Options of `verify`. */
export interface VerifyOptions {
  /** The folder of migrations to compare the database with. Default: none, and the checks that need it are skipped. */
  readonly migrations?: string
  /** The schemas to look into. Default: all save PostgreSQL's own, those of extensions, and `rowhouse`. */
  readonly schemas?: readonly string[]
  /** The ids of the checks to run. Default: all. */
  readonly checks?: readonly string[]
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

/** What `verify` found. */
export interface Report {
  /** Whether there is neither an error nor a warning. */
  readonly ok: boolean
  /** By severity, worst first. */
  readonly findings: readonly Finding[]
  readonly checks: readonly CheckResult[]
}

/**
 * Looks for what is wrong in a database: in its schema, its data, and against its migrations. Changes nothing. A check that
 * could not look, for want of rights or of time, is `skipped` with the reason. Throws `INVALID_OPTION` for a check that does
 * not exist.
 */
export async function verify(db: Queryable, options: VerifyOptions = {}): Promise<Report> {
  const chosen = chooseChecks(options.checks)
  const subject = await subjectOf(db, options)
  const answers: Answer[] = []
  for (const check of chosen) {
    options.onProgress?.({ name: check.title, done: answers.length, total: chosen.length })
    answers.push(await ask(check, subject))
  }
  options.onProgress?.({ name: '', done: answers.length, total: chosen.length })
  return reportOf(answers)
}

interface Answer {
  readonly result: CheckResult
  readonly findings: readonly Finding[]
}

function chooseChecks(ids: readonly string[] | undefined): readonly Check[] {
  const unknown = ids?.find((id) => !checks.some((check) => check.id === id))
  if (unknown !== undefined) {
    const known = checks.map((check) => check.id)
    throw new RowhouseError('INVALID_OPTION', `there is no check ${unknown}; the checks are ${known.join(', ')}`, {
      facts: { option: 'checks', unknown, known },
    })
  }
  return checks.filter((check) => ids?.includes(check.id) ?? true)
}

async function subjectOf(db: Queryable, options: VerifyOptions): Promise<Subject> {
  const { migrations, schemas, timeout = 60_000 } = options
  const chosen = schemas !== undefined
  return { db, schemas: await listSchemas(db, chosen ? { schemas } : {}), chosen, migrations, timeout }
}

async function ask(check: Check, subject: Subject): Promise<Answer> {
  const start = performance.now()
  const outcome = await check.run(subject).catch(skipped)
  return answerOf(check, outcome, Math.round(performance.now() - start))
}

// Whatever the server refuses concerns this check alone; when the connection is lost, there is nobody left to ask.
function skipped(error: unknown): Outcome {
  if (error instanceof DatabaseError && !endsConnection(error)) return { skipped: `${error.message} (${error.code})` }
  throw error
}

function answerOf({ id, title, severity }: Check, outcome: Outcome, ms: number): Answer {
  if ('skipped' in outcome)
    return { result: { id, title, status: 'skipped', reason: outcome.skipped, ms }, findings: [] }
  const findings = outcome.found.map((found) => findingOf(id, severity, found))
  return { result: { id, title, status: findings.length === 0 ? 'ok' : 'findings', ms }, findings }
}

function findingOf(check: string, severity: Severity, { object, message, fix, ...found }: Found): Finding {
  return { check, severity: found.severity ?? severity, object, message, ...(fix === undefined ? {} : { fix }) }
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** The report of these answers, findings sorted by severity. */
function reportOf(answers: readonly Answer[]): Report {
  const findings = answers.flatMap((answer) => answer.findings)
  return {
    ok: findings.every((finding) => finding.severity === 'info'),
    findings: findings.toSorted((a, b) => ranks[a.severity] - ranks[b.severity]),
    checks: answers.map((answer) => answer.result),
  }
}
