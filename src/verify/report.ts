import { styleText } from 'node:util'
import type { Finding, Severity } from './check.ts'
import type { Report } from './verify.ts'

/** Options of `formatReport`. */
export interface FormatOptions {
  /** Default: false. */
  readonly colour?: boolean
}

/** The report for a terminal: findings with their fixes, worst first; what was skipped, and why; a line that sums up. */
export function formatReport(report: Report, { colour = false }: FormatOptions = {}): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const parts = [...report.findings.map((finding) => formatFinding(finding, paint)), formatSkipped(report, paint)]
  return [...parts.filter((part) => part !== ''), summary(report, paint)].join('\n\n')
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const

function formatFinding({ severity, message, fix, check }: Finding, paint: Paint): string {
  const lines = [`${paint(colours[severity], severity)}  ${message}  ${paint('dim', `[${check}]`)}`]
  if (fix !== undefined) lines.push(...fix.split('\n').map((line) => `    ${line}`))
  return lines.join('\n')
}

function formatSkipped({ checks }: Report, paint: Paint): string {
  return checks
    .filter((check) => check.status === 'skipped')
    .map((check) => `${paint('dim', 'skipped')}  ${check.title}: ${check.reason}  ${paint('dim', `[${check.id}]`)}`)
    .join('\n')
}

function summary({ ok, findings, checks }: Report, paint: Paint): string {
  const skipped = checks.filter((check) => check.status === 'skipped').length
  const counts = (['error', 'warning', 'info'] as const).map((severity) => count(findings, severity)).filter(Boolean)
  const found = counts.length === 0 ? 'nothing found' : counts.join(', ')
  const ran = `${checks.length - skipped} of ${checks.length} checks ran`
  return `${paint(ok ? 'green' : 'red', found)}; ${ran}`
}

function count(findings: readonly Finding[], severity: Severity): string {
  const number = findings.filter((finding) => finding.severity === severity).length
  const noun = number === 1 || severity === 'info' ? severity : `${severity}s`
  return number === 0 ? '' : `${number} ${noun}`
}
