import { beforeAll, describe, expect, test } from 'vitest'
import { type Findings, fuzz } from './testing-support/fuzz/fuzz.ts'

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
