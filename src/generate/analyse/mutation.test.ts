import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../../test/support/databases.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { readStatement, type Statement } from './statement.ts'
import { type Case, claimsIn, falseClaims } from './testing-support/case.ts'
import { cases } from './testing-support/cases/index.ts'
import { falseOfParameters, fuzz, type Recording } from './testing-support/fuzz/fuzz.ts'
import { library } from './testing-support/library.ts'
import { faultsAboutReach } from './testing-support/mutation/faults-about-reach.ts'
import { faultsAboutRows } from './testing-support/mutation/faults-about-rows.ts'
import { faultsAboutValues } from './testing-support/mutation/faults-about-values.ts'
import { type Decisions, type Fault, Mutants } from './testing-support/mutation/mutant.ts'
import { rareFaults } from './testing-support/mutation/rare-faults.ts'

// The ordinary run plants a few faults that show soon. MUTATIONS=all plants all of them.
const all = process.env.MUTATIONS === 'all'
const seed = Number(process.env.FUZZ_SEED ?? 1)
const chosen = (faults: readonly Fault[]) => (all ? faults : faults.slice(0, 3))

let mutants: Mutants

beforeAll(async () => {
  mutants = await Mutants.open([...faultsAboutRows, ...faultsAboutValues, ...rareFaults, ...faultsAboutReach])
})

afterAll(() => mutants.close())

describe('random statements find an analyser out that believes', () => {
  let recordings: readonly Recording[]

  beforeAll(async () => {
    recordings = (await fuzz(seed, all ? 2500 : 200)).recordings
  }, 1_800_000)

  test.each([...chosen(faultsAboutRows), ...chosen(faultsAboutValues)])('$belief', async (fault) => {
    const { claimsOf } = await mutants.load(fault)
    expect(recordings.some((recording) => isFalse(claimsOf, recording))).toBe(true)
  })
})

/** Does the analyser say of a statement what its rows show not to be so? */
function isFalse(claimsOf: Decisions['claimsOf'], recording: Recording): boolean {
  const { statement, params, catalog, columns, rows } = recording
  const claims = claimsOf(statement, catalog, {})
  if ('error' in claims || falseOfParameters(claims, params).length > 0) return true
  const changed = claims.columns.filter(({ type, nullable }, index) => {
    const sound = columns[index]
    return type !== sound?.type || nullable !== sound.nullable
  })
  return falseClaims(rows, changed).length > 0
}

interface ReadCase {
  readonly expected: Case
  readonly statement: Statement
}

describe('the cases find an analyser out that believes', () => {
  let catalog: Catalog
  let list: readonly ReadCase[]

  beforeAll(async () => {
    await using db = await engines.find(({ name }) => name === 'PGlite')!.open()
    await db.script(library)
    catalog = await readCatalog(db)
    const read = Object.values(cases)
      .flat()
      .map(async (expected) => ({ expected, statement: await readStatement(db, expected.text, catalog) }))
    list = (await Promise.all(read)).filter((each): each is ReadCase => !('error' in each.statement))
  })

  test.each([...chosen(rareFaults), ...chosen(faultsAboutReach)])('$belief', async (fault) => {
    const { claimsOf } = await mutants.load(fault)
    const wrong = list.filter(({ expected, statement }) => {
      const { columns, params } = claimsIn(claimsOf(statement, catalog, {}))
      return String([columns, params]) !== String([expected.columns, expected.params ?? []])
    })
    expect(wrong).not.toEqual([])
  })
})
