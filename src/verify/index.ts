export type { Check, CheckResult, Finding, Severity } from './check.ts'
export { checks } from './checks.ts'
export { type FormatOptions, formatReport } from './report.ts'
export { type Report, type VerifyOptions, type VerifyProgress, verify } from './verify.ts'
