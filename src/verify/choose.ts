import { didYouMean } from '../config/index.ts'
import { RowhouseError } from '../errors/index.ts'
import type { Check, CheckKind, Profile } from './check.ts'
import { checks } from './checks.ts'

/** Which checks run. */
export interface Choice {
  readonly checks?: readonly string[] | undefined
  readonly kinds?: readonly CheckKind[] | undefined
  readonly deep: boolean
  readonly profile: Profile
}

/** What the server has, as far as checks need it. */
export interface ServerFacts {
  /** `server_version_num`. */
  readonly version: number
  readonly extensions: readonly string[]
}

/** The checks that were asked for. Throws `INVALID_OPTION` for one that does not exist. */
export function chooseChecks({ checks: ids, kinds }: Choice): readonly Check[] {
  for (const id of ids ?? []) requireCheck(id, 'checks')
  return checks.filter(({ id, kind }) => (ids?.includes(id) ?? true) && (kinds?.includes(kind) ?? true))
}

/** Throws `INVALID_OPTION` unless there is a check of that name. */
export function requireCheck(id: string, option: string): void {
  const known = checks.map((check) => check.id)
  if (known.includes(id)) return
  const advice = didYouMean(id, known) || `; the checks are ${known.join(', ')}`
  throw new RowhouseError('INVALID_OPTION', `there is no check ${id}${advice}`, {
    facts: { option, unknown: id, known },
  })
}

/** Why a check does not run though it was chosen; `undefined` when it does. Who names a check means it. */
export function whyNot(check: Check, { checks: ids, deep, profile }: Choice, facts: ServerFacts): string | undefined {
  const named = ids?.includes(check.id) ?? false
  if (!named && check.profile !== undefined && check.profile !== profile)
    return `it asks for what only ${check.profile} needs (--profile ${check.profile})`
  if (!named && check.deep && !deep) return 'it reads whole tables (--deep)'
  return lack(check, facts)
}

function lack({ needs }: Check, { version, extensions }: ServerFacts): string | undefined {
  if (needs?.version !== undefined && version < needs.version)
    return `it needs PostgreSQL ${needs.version / 10_000}; the server is ${Math.floor(version / 10_000)}`
  if (needs?.extension !== undefined && !extensions.includes(needs.extension))
    return `it needs the extension ${needs.extension}: create extension ${needs.extension}`
  return undefined
}
