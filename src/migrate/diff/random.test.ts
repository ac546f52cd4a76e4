import { expect, test } from 'vitest'
import { Random } from '../../../test/support/random.ts'
import type { Database } from '../../database/index.ts'
import { surroundingsOf } from './diff.ts'
import { loadSchema } from './load-schema.ts'
import { readPartitionIndexes } from './partition-indexes.ts'
import { prove } from './prove.ts'
import { schemaFile } from './schema-file.ts'
import { openEmpty } from './scratch.ts'
import { loadSqlStyle } from './sql-style.ts'
import { stagesOf } from './stages.ts'
import { readState, stepsFrom } from './state.ts'
import { randomSchema } from './testing-support/random-schema.ts'

// A few pairs in every run; more where there is time: `DIFF_PAIRS=500 DIFF_SEED=1 vitest src/migrate/diff/random`.
const pairs = Number(process.env.DIFF_PAIRS ?? 4)
const seed = Number(process.env.DIFF_SEED ?? 2026)

test(
  `${pairs} random pairs of schemas lead to each other, up, down and up again`,
  async () => {
    await using first = await openEmpty({})
    await using second = await openEmpty({})
    for (let pair = 0; pair < pairs; pair += 1) {
      const random = new Random(seed + pair)
      const [before, after] = [randomSchema(random), randomSchema(random)]
      const fault = await leads(first.db, second.db, before, after).then(() => undefined, String)
      expect({ seed: seed + pair, before, after, fault }).toEqual({
        seed: seed + pair,
        before,
        after,
        fault: undefined,
      })
    }
  },
  60_000 + pairs * 60_000,
)

async function leads(one: Database, other: Database, before: string, after: string): Promise<void> {
  await load(one, before)
  await load(other, after)
  const [from, target, style] = [await readState(one), await readState(other), await loadSqlStyle(one)]
  const steps = await stepsFrom(from, target)
  const around = { ...surroundingsOf(from.catalog), partitionIndexes: await readPartitionIndexes(other), steps }
  await prove(one, from, stagesOf(around, style), { target, style })
}

async function load(db: Database, schema: string): Promise<void> {
  await db.script('drop schema public cascade; create schema public')
  await loadSchema(db, schemaFile('random.sql', schema))
}
