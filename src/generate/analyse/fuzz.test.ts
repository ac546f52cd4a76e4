import { expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { type Database, DatabaseError } from '../../index.ts'
import { type Analyser, createAnalyser } from './index.ts'
import { falseClaims, rowsOf } from './testing-support/case.ts'
import { Random } from './testing-support/random.ts'
import { RandomQueries, type RandomQuery } from './testing-support/random-queries.ts'
import { type Kind, randomTables } from './testing-support/random-schema.ts'

// The ordinary run is the same for everybody. FUZZ_SEED makes it another one, FUZZ_QUERIES a longer one.
const seed = Number(process.env.FUZZ_SEED ?? 1)
const queries = Number(process.env.FUZZ_QUERIES ?? 300)
const queriesPerSchema = 100

test(`no column called not null holds null, and every value is of its type (seed ${seed})`, async () => {
  const tally: Tally = { run: 0, columns: 0, notNull: 0, values: 0 }
  for (let from = 0; from < queries; from += queriesPerSchema) {
    await fuzzSchema(seed + from, Math.min(queriesPerSchema, queries - from), tally)
  }
  // What the server refuses to run (a sub-select with two rows, a loop without end) tells nothing, and may not become the rule.
  expect(tally.run).toBeGreaterThan(queries * 0.5)
  // A column that is never called not null would hide every fault.
  expect(tally.notNull / tally.columns).toBeGreaterThan(0.3)
}, 600_000)

interface Tally {
  run: number
  columns: number
  notNull: number
  values: number
}

async function fuzzSchema(schemaSeed: number, count: number, tally: Tally): Promise<void> {
  const random = new Random(schemaSeed)
  const { relations, script } = randomTables(random)
  const source = new RandomQueries(random, relations)
  const views = ['v0', 'v1'].map((name) => source.view(name))
  const databases = await Promise.all(engines.map((engine) => engine.open()))
  try {
    for (const db of databases) await db.script([script, ...views].join('\n'))
    const analyser = await createAnalyser(databases.at(-1)!)
    for (let done = 0; done < count; done += 1) await fuzzQuery(source.next(), { random, databases, analyser, tally })
  } finally {
    for (const db of databases) await db.close()
  }
}

interface World {
  readonly random: Random
  readonly databases: readonly Database[]
  readonly analyser: Analyser
  readonly tally: Tally
}

async function fuzzQuery({ text, params }: RandomQuery, { random, databases, analyser, tally }: World): Promise<void> {
  const analysis = await analyser.analyse(text)
  if ('error' in analysis) return
  const args = params.map((kind, index) => (analysis.params[index]?.nullable ? null : sample(random, kind)))
  for (const db of databases) {
    const rows = await rowsOf(db, text, args).catch(ignoreRefusal)
    if (rows === undefined) return
    expect(falseClaims(rows, analysis.columns), text).toEqual([])
    tally.values += rows.length * analysis.columns.length
  }
  tally.run += 1
  tally.columns += analysis.columns.length
  tally.notNull += analysis.columns.filter(({ nullable }) => !nullable).length
}

function ignoreRefusal(error: unknown): undefined {
  if (!(error instanceof DatabaseError)) throw error
}

function sample(random: Random, kind: Kind): unknown {
  const samples: Record<Kind, unknown[]> = {
    int: [0, 1, 2],
    text: ['a', ''],
    bool: [true, false],
    ints: [[], [1, null]],
    mood: ['sad', 'ok'],
  }
  return random.pick(samples[kind])
}
