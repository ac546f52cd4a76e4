/** How bad a finding is: an error stops the check with exit code 1, a warning wants a look. */
export type CheckSeverity = 'error' | 'warning'

/** Something that a person should know before a migration runs. */
export interface CheckFinding {
  /** The name of the rule, as `-- rowhouse-ignore` takes it. */
  readonly rule: string
  readonly severity: CheckSeverity
  /** The folder of the migration. */
  readonly migration: string
  readonly file: string
  /** Counted from 1, as is the column. Absent when the finding is about the file as a whole. */
  readonly line?: number
  readonly column?: number
  readonly message: string
  /** The line of the file with a caret; only for what failed. */
  readonly excerpt?: string
  /** SQL, with comments, that does the same without the danger. */
  readonly safer?: string
}
