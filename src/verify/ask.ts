import { DatabaseError, endsConnection } from '../errors/index.ts'
import type { CatalogCheck, Check, Outcome, Subject } from './check.ts'
import { inReadOnly } from './define.ts'

/** The rows of statements, by their text. */
export type Rows = ReadonlyMap<string, readonly object[]>

/**
 * Reads what the checks of the catalog need in one statement, so that a database far away is asked once. When the server refuses
 * it there are no rows, and `ask` asks for each check alone, to learn which of them it refuses.
 */
export async function readTogether(checks: readonly Check[], subject: Subject): Promise<Rows> {
  const texts = [...new Set(checks.flatMap((check) => ('sql' in check ? [check.sql] : [])))]
  if (texts.length === 0) return new Map()
  try {
    return await readRows(texts, subject)
  } catch (error) {
    if (isRefusal(error)) return new Map()
    throw error
  }
}

/** Runs one check. Whatever the server refuses concerns this check alone. */
export async function ask(check: Check, subject: Subject, rows: Rows): Promise<Outcome> {
  try {
    return 'sql' in check ? check.decide(await rowsFor(check, subject, rows), subject) : await check.run(subject)
  } catch (error) {
    if (isRefusal(error)) return { skipped: `${error.message} (${error.code})` }
    throw error
  }
}

async function rowsFor({ sql }: CatalogCheck, subject: Subject, rows: Rows): Promise<readonly object[]> {
  return rows.get(sql) ?? (await readRows([sql], subject)).get(sql)!
}

// When the connection is lost, there is nobody left to ask.
function isRefusal(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && !endsConnection(error)
}

async function readRows(texts: readonly string[], subject: Subject): Promise<Rows> {
  const { rows } = await inReadOnly(subject, (tx) =>
    tx.one<{ rows: object[][] }>(
      `select jsonb_build_array(\n${texts.map(asJson).join(',\n')}\n) as rows where $1::text[] is not null`,
      [subject.schemas],
    ),
  )
  return new Map(texts.map((text, index) => [text, rows[index]!]))
}

function asJson(text: string): string {
  return `(select coalesce(jsonb_agg(found), '[]') from (${text}\n) as found)`
}
