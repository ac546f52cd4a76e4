import { styleText } from 'node:util'
import type { Finding, Severity } from './check.ts'
import { groupBy } from './group.ts'
import type { CheckResult, Report } from './verify.ts'

/** Options of `formatReport`. */
export interface FormatOptions {
  /** Default: false. */
  readonly colour?: boolean
  /** Shows also what is ignored, with its reason. Default: false. */
  readonly verbose?: boolean
}

/**
 * The report for a terminal: the findings by severity and check, worst first, each check with why it matters and each finding
 * with what mends it; what was skipped, and why; the exceptions that are not needed any more; a line that sums up.
 */
export function formatReport(report: Report, { colour = false, verbose = false }: FormatOptions = {}): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const groups = groupBy(report.findings, ({ severity, check }) => `${severity} ${check}`)
  const parts = [
    ...groups.map(([, findings]) => formatCheck(findings, report.checks, paint)),
    formatSkipped(report, paint),
    verbose ? formatIgnored(report, paint) : '',
    formatUnused(report, paint),
  ]
  return [...parts.filter((part) => part !== ''), summary(report, paint)].join('\n\n')
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const

function formatCheck(findings: readonly Finding[], checks: readonly CheckResult[], paint: Paint): string {
  const [{ severity, check: id }] = findings as [Finding]
  const why = checks.find((check) => check.id === id)?.why
  return [
    `${paint(colours[severity], severity)}  ${paint('bold', id)}`,
    ...(why === undefined ? [] : [paint('dim', `  ${why}`)]),
    ...findings.flatMap(formatFinding),
  ].join('\n')
}

function formatFinding({ message, fix }: Finding): string[] {
  const lines = fix?.split('\n').map((line) => `      ${line}`) ?? []
  return [`  - ${message}`, ...lines]
}

// What is skipped for one reason is told in one line.
function formatSkipped({ checks }: Report, paint: Paint): string {
  const skipped = checks.filter((check) => check.status === 'skipped')
  return groupBy(skipped, (check) => check.reason ?? '')
    .map(([reason, group]) => `${paint('dim', 'skipped')}  ${group.map(({ id }) => id).join(', ')}: ${reason}`)
    .join('\n')
}

function formatIgnored({ ignored }: Report, paint: Paint): string {
  return ignored
    .map(({ check, object, reason }) => `${paint('dim', 'ignored')}  ${check}:${object}: ${reason}`)
    .join('\n')
}

function formatUnused({ unused }: Report, paint: Paint): string {
  return unused
    .map((key) => `${paint('yellow', 'unused')}  ${key} is found no more; take it out of what is ignored or known`)
    .join('\n')
}

function summary({ ok, findings, ignored, known, checks }: Report, paint: Paint): string {
  const skipped = checks.filter((check) => check.status === 'skipped').length
  const counts = (['error', 'warning', 'info'] as const).map((severity) => count(findings, severity)).filter(Boolean)
  const found = counts.length === 0 ? 'nothing found' : counts.join(', ')
  const left = [
    ...(ignored.length === 0 ? [] : [`${ignored.length} ignored`]),
    ...(known.length === 0 ? [] : [`${known.length} known`]),
  ]
  const ran = `${checks.length - skipped} of ${checks.length} checks ran`
  return `${paint(ok ? 'green' : 'red', found)}; ${[...left, ran].join(', ')}`
}

function count(findings: readonly Finding[], severity: Severity): string {
  const number = findings.filter((finding) => finding.severity === severity).length
  const noun = number === 1 || severity === 'info' ? severity : `${severity}s`
  return number === 0 ? '' : `${number} ${noun}`
}
