import { Random } from '../../../../../test/support/random.ts'
import type { UnknownRow } from '../../../../query/index.ts'
import type { Analysis, Column } from '../../analysis.ts'
import { type Catalog, readCatalog } from '../../catalog.ts'
import { claimsOf } from '../../claims.ts'
import { readStatement, type Statement } from '../../statement.ts'
import { falseClaims } from '../case.ts'
import { type Answer, FuzzEngines } from './engines.ts'
import { sampleOf, typesScript } from './kinds.ts'
import { type RandomParameter, RandomQueries, type RandomQuery } from './random-queries.ts'
import { randomTables } from './random-schema.ts'

/** A statement with what it takes to analyse it, and the rows that it gave. */
export interface Recording {
  readonly text: string
  readonly params: readonly RandomParameter[]
  readonly statement: Statement
  readonly catalog: Catalog
  /** What the sound analyser says of its columns. */
  readonly columns: readonly Column[]
  readonly rows: readonly UnknownRow[]
}

/** What came out of a run. */
export interface Findings {
  /** How many statements were made, how many ran on one engine at least, and how many on both. */
  readonly made: number
  run: number
  onBoth: number
  /** Those to which an engine gave no answer in time. */
  readonly unanswered: string[]
  columns: number
  notNull: number
  /** What is wrong with the claims, each with its statement. */
  readonly falsehoods: string[]
  readonly recordings: Recording[]
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
  return { made, ...counts, unanswered: [], falsehoods: [], recordings: [] }
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
  if ('error' in statement) return
  const claims = claimsOf(statement, catalog, {})
  if ('error' in claims) return
  findings.falsehoods.push(...falseOfParameters(claims, params).map((claim) => `${claim}\n${text}`))
  const args = params.map(({ kind }, index) => (claims.params[index]?.nullable ? null : sampleOf(random, kind)))
  const answers = await engines.run(text, args)
  findings.falsehoods.push(...new Set(falseOfAnswers(claims, answers).map((claim) => `${claim}\n${text}`)))
  if (answers.includes('no answer')) findings.unanswered.push(text)
  count(findings, claims, answers)
  keep(findings, { text, params, statement, catalog, columns: claims.columns, rows: answers.flatMap(rowsIn) })
}

type Claims = Exclude<Analysis, { error: unknown }>

/** What is wrong with the claims about parameters of which it is known whether they take null. */
export function falseOfParameters({ params, imprecise }: Claims, made: readonly RandomParameter[]): string[] {
  if (imprecise !== undefined) return [`imprecise: ${imprecise}`]
  return params.flatMap(({ nullable }, index) => {
    const takesNull = made[index]?.takesNull
    return takesNull === undefined || takesNull === nullable
      ? []
      : [`$${index + 1} is said to be nullable: ${nullable}`]
  })
}

const notNullViolation = '23502'

/**
 * Null is given wherever it is said to be allowed, so that no column may refuse it. What a domain refuses tells nothing: an outer
 * join, a row before an insert or a CASE without ELSE makes a null of its type by itself.
 */
function falseOfAnswers(claims: Claims, answers: readonly Answer[]): string[] {
  return answers.flatMap((answer) => {
    const refusal = typeof answer === 'object' && 'refused' in answer ? answer.refused : undefined
    const refusesNull = refusal?.code === notNullViolation && refusal.column !== undefined
    return refusesNull ? [refusal.message] : falseClaims(rowsIn(answer), claims.columns)
  })
}

function rowsIn(answer: Answer): readonly UnknownRow[] {
  return typeof answer === 'object' && 'rows' in answer ? answer.rows : []
}

function count(findings: Findings, { columns }: Claims, answers: readonly Answer[]): void {
  const ran = answers.filter((answer) => typeof answer === 'object' && 'rows' in answer).length
  findings.run += ran > 0 ? 1 : 0
  findings.onBoth += ran > 1 ? 1 : 0
  findings.columns += columns.length
  findings.notNull += columns.filter(({ nullable }) => !nullable).length
}

// More of them would tell hardly more, and fill the memory.
const mostRecordings = 2500

function keep({ recordings }: Findings, recording: Recording): void {
  if (recording.rows.length > 0 && recordings.length < mostRecordings) recordings.push(recording)
}
