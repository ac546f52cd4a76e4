import { RowhouseError } from '../errors/index.ts'
import type { Finding } from './check.ts'
import { requireCheck } from './choose.ts'

/** What is known and need not be told. */
export interface Exceptions {
  /** A reason by `check:object`, in which `*` stands for anything. */
  readonly ignore: Readonly<Record<string, string>>
  /** The findings of a baseline, each as `check:object`. */
  readonly known: readonly string[]
}

/** A finding that is left out, and why. */
export interface IgnoredFinding extends Finding {
  readonly reason: string
}

/** Findings, those that are to be told apart from those that are known. */
export interface Sorted {
  readonly findings: readonly Finding[]
  readonly ignored: readonly IgnoredFinding[]
  readonly known: readonly Finding[]
  /** The exceptions that no finding needs any more. */
  readonly unused: readonly string[]
}

/** The name of a finding for exceptions: `check:object`. */
export function keyOf({ check, object }: Pick<Finding, 'check' | 'object'>): string {
  return `${check}:${object}`
}

/** Throws `INVALID_OPTION` for an exception of a check that does not exist, or without a reason. */
export function requireReasons(ignore: Exceptions['ignore']): void {
  for (const [pattern, reason] of Object.entries(ignore)) {
    requireCheck(checkOf(pattern), 'ignore')
    if (reason.trim() === '')
      throw new RowhouseError('INVALID_OPTION', `say why ${pattern} is ignored`, {
        facts: { option: 'ignore', pattern },
      })
  }
}

/** Sorts findings by the exceptions. Only of a check that ran (`ran`) can be said that it needs an exception no more. */
export function sortFindings(findings: readonly Finding[], exceptions: Exceptions, ran: ReadonlySet<string>): Sorted {
  const patterns = Object.entries(exceptions.ignore).map(([pattern, reason]) => ({
    pattern,
    reason,
    fits: fitting(pattern),
  }))
  const reasonFor = (finding: Finding) => patterns.find(({ fits }) => fits.test(keyOf(finding)))?.reason
  const ignored = findings.flatMap((finding) => {
    const reason = reasonFor(finding)
    return reason === undefined ? [] : [{ ...finding, reason }]
  })
  const others = findings.filter((finding) => reasonFor(finding) === undefined)
  const keys = new Set(findings.map(keyOf))
  const idle = [
    ...patterns
      .filter(({ fits }) => !findings.some((finding) => fits.test(keyOf(finding))))
      .map(({ pattern }) => pattern),
    ...exceptions.known.filter((key) => !keys.has(key)),
  ]
  return {
    findings: others.filter((finding) => !exceptions.known.includes(keyOf(finding))),
    ignored,
    known: others.filter((finding) => exceptions.known.includes(keyOf(finding))),
    unused: idle.filter((pattern) => ran.has(checkOf(pattern))),
  }
}

function checkOf(pattern: string): string {
  return pattern.split(':', 1)[0]!
}

function fitting(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w\s]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
