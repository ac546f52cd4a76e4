import type { UnknownRow } from '../../../../query/index.ts'
import type { Column } from '../../analysis.ts'
import { type Catalog, readCatalog } from '../../catalog.ts'
import { claimsOf } from '../../claims.ts'
import { readStatement, type Statement } from '../../statement.ts'
import { falseClaims } from '../case.ts'
import { FuzzEngines } from './engines.ts'
import { type Kind, sampleOf, typesScript } from './kinds.ts'
import { Random } from './random.ts'
import { RandomQueries, type RandomQuery } from './random-queries.ts'
import { randomTables } from './random-schema.ts'

/** A statement with what it takes to analyse it, and the rows that it gave. */
export interface Recording {
  readonly text: string
  readonly statement: Statement
  readonly catalog: Catalog
  /** What the sound analyser says of its columns. */
  readonly columns: readonly Column[]
  readonly rows: readonly UnknownRow[]
}

/** What came out of a run. */
export interface Findings {
  /** Statements that were made, that an engine ran, and to which one gave no answer in time. */
  readonly made: number
  run: number
  onBoth: number
  readonly unanswered: string[]
  columns: number
  notNull: number
  /** What is wrong with the claims, each with its statement. */
  readonly falsehoods: string[]
  readonly recordings: Recording[]
  /** How often the server refused, by the code and the message. */
  readonly refusals: Map<string, number>
}

const queriesPerSchema = 100

/** Has the analyser speak of random statements, and compares with the rows that they give. */
export async function fuzz(seed: number, queries: number): Promise<Findings> {
  const findings = noFindings(queries)
  const engines = await FuzzEngines.open(typesScript)
  try {
    for (let from = 0; from < queries; from += queriesPerSchema)
      await fuzzSchema(engines, { seed: seed + from, count: Math.min(queriesPerSchema, queries - from), findings })
  } finally {
    await engines.close()
  }
  return findings
}

function noFindings(made: number): Findings {
  const counts = { run: 0, onBoth: 0, columns: 0, notNull: 0 }
  return { made, ...counts, unanswered: [], falsehoods: [], recordings: [], refusals: new Map() }
}

interface Round {
  readonly seed: number
  readonly count: number
  readonly findings: Findings
}

async function fuzzSchema(engines: FuzzEngines, { seed, count, findings }: Round): Promise<void> {
  const random = new Random(seed)
  const { relations, script } = randomTables(random, `s${seed}_`)
  const source = new RandomQueries(random, relations)
  await engines.useSchema(script)
  for (const name of ['v0', 'v1', 'v2']) {
    const view = source.view(`s${seed}_${name}`)
    if (await engines.extendSchema(view.script)) source.use(view.relation)
  }
  const catalog = await readCatalog(engines.embedded)
  for (let done = 0; done < count; done += 1) await fuzzQuery(source.next(), { engines, random, catalog, findings })
}

interface World {
  readonly engines: FuzzEngines
  readonly random: Random
  readonly catalog: Catalog
  readonly findings: Findings
}

async function fuzzQuery({ text, params }: RandomQuery, { engines, random, catalog, findings }: World): Promise<void> {
  const statement = await readStatement(engines.embedded, text, catalog)
  const claims = 'error' in statement ? statement : claimsOf(statement, catalog, {})
  if ('error' in statement || 'error' in claims)
    return refused(findings, ('error' in claims ? claims.error : undefined)?.message ?? '')
  if (statement.tree === undefined) findings.falsehoods.push(`no tree: ${text}`)
  const args = params.map((kind: Kind, index) => (claims.params[index]?.nullable ? null : sampleOf(random, kind)))
  const answers = await engines.run(text, args)
  const rows = answers.flatMap((answer) => (typeof answer === 'object' && 'rows' in answer ? [answer.rows] : []))
  for (const answer of answers)
    if (typeof answer === 'object' && 'refused' in answer) refused(findings, answer.refused.message)
  if (answers.includes('no answer')) findings.unanswered.push(text)
  for (const list of rows)
    findings.falsehoods.push(...falseClaims(list, claims.columns).map((claim) => `${claim}\n${text}`))
  if (rows.flat().length > 0 && findings.recordings.length < 2500)
    findings.recordings.push({ text, statement, catalog, columns: claims.columns, rows: rows.flat() })
  findings.run += rows.length > 0 ? 1 : 0
  findings.onBoth += rows.length > 1 ? 1 : 0
  findings.columns += claims.columns.length
  findings.notNull += claims.columns.filter(({ nullable }) => !nullable).length
}

function refused({ refusals }: Findings, message: string): void {
  refusals.set(message, (refusals.get(message) ?? 0) + 1)
}
