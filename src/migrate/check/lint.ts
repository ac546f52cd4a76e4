import type { Catalog } from '../../catalog/index.ts'
import type { Migration } from '../files.ts'
import type { CheckFinding } from './findings.ts'
import { findIgnores, type Ignore, ignoreFaults } from './ignore.ts'
import { ignorableRules, ignoreRules, measuredRules } from './known-rules.ts'
import { blocks } from './locks.ts'
import { type MeasuredStatement, type TableEffect, verdictOn } from './measure.ts'
import { findFaults } from './rules/index.ts'
import { saferSql } from './safer.ts'
import { parsedOf, type ReadScript, type ScriptStatement } from './script.ts'
import { placeIn } from './tell.ts'

/** A finding about a statement. */
interface StatementFinding extends CheckFinding {
  readonly statement: ScriptStatement
}

/** What the rules and the measurement find in the `up.sql` of a migration, less what its comments ignore. */
export function lint(
  migration: Migration,
  read: ReadScript,
  measured: readonly MeasuredStatement[],
  { before, without }: { readonly before: Catalog | undefined; readonly without: ReadonlySet<string> },
): CheckFinding[] {
  const found = [...measuredFindings(migration, read, measured), ...staticFindings(migration, read, before)]
  const ignores = findIgnores(read.script.text, read.statements)
  const used = new Map<Ignore, Set<string>>(ignores.map((ignore) => [ignore, new Set()]))
  const kept = found.filter(({ rule, statement }) => {
    const ignore = ignores.find((each) => each.statement === statement && each.rules.includes(rule))
    if (ignore !== undefined) used.get(ignore)!.add(rule)
    return (ignore === undefined || ignore.reason === '') && !without.has(rule)
  })
  const faults = ignoreFaults(ignores, ignorableRules, used).map(({ rule, offset, message }) => ({
    ...placed(migration, read, rule, offset),
    severity: ignoreRules[rule],
    message,
  }))
  return [...kept.map(({ statement: _, ...finding }) => finding), ...faults].toSorted(byPlace)
}

function staticFindings(migration: Migration, read: ReadScript, before: Catalog | undefined): StatementFinding[] {
  const originals = new Map(read.statements.map((statement) => [statement.offset, statement]))
  return findFaults(parsedOf(read.statements), before).map(({ rule, statement, what, safer }) => ({
    ...placed(migration, read, rule.name, statement.offset),
    severity: rule.severity,
    message: `${what}: ${rule.reason}`,
    ...(safer !== undefined && { safer }),
    statement: originals.get(statement.offset)!,
  }))
}

function measuredFindings(
  migration: Migration,
  read: ReadScript,
  measured: readonly MeasuredStatement[],
): StatementFinding[] {
  return measured.flatMap(({ statement, effects }) => {
    const long = effects.filter((effect) => verdictOn(effect, effects) === 'long')
    if (long.length === 0) return []
    const rule = long.some(({ rewritten }) => rewritten) ? 'blocking-rewrite' : 'blocking-scan'
    const safer = saferSql(read.script.text, statement)
    return [
      {
        ...placed(migration, read, rule, statement.offset),
        severity: measuredRules[rule],
        message: long.map(tell).join('; '),
        ...(safer !== undefined && { safer }),
        statement,
      },
    ]
  })
}

function tell({ table, lock, taken, rewritten, scanned }: TableEffect): string {
  const work = rewritten ? 'is written anew' : scanned ? 'is read from end to end' : 'is locked meanwhile'
  const holder = taken ? lock : `${lock}, which an earlier statement took`
  return `${table} ${work} under ${holder}: ${blocks(lock)} wait for as long as that takes`
}

function placed(migration: Migration, read: ReadScript, rule: string, offset: number) {
  return { rule, migration: migration.name, ...placeIn(read.script, offset) }
}

function byPlace(left: CheckFinding, right: CheckFinding): number {
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0)
}
