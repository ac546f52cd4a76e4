import { beforeAll, describe, expect, test } from 'vitest'
import { FuzzEngines } from './testing-support/fuzz/engines.ts'
import { type Findings, fuzz } from './testing-support/fuzz/fuzz.ts'
import { typesScript } from './testing-support/fuzz/kinds.ts'

// The ordinary run is the same for everybody. FUZZ_SEED makes it another one, FUZZ_QUERIES a longer one.
const seed = Number(process.env.FUZZ_SEED ?? 1)
const queries = Number(process.env.FUZZ_QUERIES ?? 1000)

let findings: Findings

beforeAll(
  async () => {
    findings = await fuzz(seed, queries)
  },
  120_000 + queries * 500,
)

test('a statement without end is given up, and the next one runs', async () => {
  const engines = await FuzzEngines.open(typesScript, { patience: 400 })
  await engines.useSchema('create table t (id int4); insert into t values (7);')
  // PostgreSQL 15 has no uuidv7, so that the embedded database alone is kept busy.
  const endless =
    'with recursive r as (select uuidv7() as u union all select uuidv7() from r) select count(u) as n from r'
  expect(await engines.run(endless, [])).toMatchObject([{ refused: { code: '42883' } }, 'no answer'])
  expect(await engines.run('select count(u) as n from generate_series(1, 1000000000000) as u', [])).toEqual([
    'no answer',
  ])
  expect(await engines.run('select id from t', [])).toEqual([{ rows: [{ id: 7 }] }, { rows: [{ id: 7 }] }])
  await engines.close()
}, 180_000)

describe(`${queries} random statements (seed ${seed})`, () => {
  test('no column called not null holds null, and every value is of its type', () => {
    expect(findings.falsehoods).toEqual([])
  })

  test('most of them run, and many columns are called not null', async ({ annotate }) => {
    for (const text of findings.unanswered) await annotate(text, 'no answer')
    // What the server refuses to run (a sub-select with two rows, a broken key) tells nothing, and may not become the rule.
    expect(findings.run).toBeGreaterThan(queries * 0.7)
    // A column that is never called not null would hide every fault.
    expect(findings.notNull / findings.columns).toBeGreaterThan(0.3)
  })
})
