import type { CheckSeverity } from './findings.ts'
import { staticRules } from './rules/index.ts'

/** What running a migration shows, by name. They cannot be ignored, save those of `measuredRules`. */
export const proofRules = {
  'up-failed': 'error',
  'up-refused': 'error',
  'down-failed': 'error',
  'down-refused': 'error',
  'up-again-failed': 'error',
  'fixtures-failed': 'error',
  'fixtures-refused': 'error',
  'down-differs': 'error',
  'up-again-differs': 'error',
  'missing-down': 'warning',
  'irreversible-without-reason': 'error',
} as const satisfies Record<string, CheckSeverity>

/** What measuring its statements shows, by name. */
export const measuredRules = {
  'blocking-rewrite': 'error',
  'blocking-scan': 'error',
} as const satisfies Record<string, CheckSeverity>

/** What is wrong with comments that ignore findings, by name. */
export const ignoreRules = {
  'ignore-without-reason': 'error',
  'ignore-unknown-rule': 'error',
  'unused-ignore': 'warning',
} as const satisfies Record<string, CheckSeverity>

/** The names that `-- rowhouse-ignore` takes, and that can be left out of a check. */
export const ignorableRules: readonly string[] = [...Object.keys(measuredRules), ...staticRules.map(({ name }) => name)]
