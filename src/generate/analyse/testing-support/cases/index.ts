import type { Case } from '../case.ts'
import { aggregates } from './aggregates.ts'
import { arrays } from './arrays.ts'
import { expressions } from './expressions.ts'
import { joins } from './joins.ts'
import { json } from './json.ts'
import { narrowing } from './narrowing.ts'
import { parameters } from './parameters.ts'
import { strangers } from './strangers.ts'
import { subQueries } from './sub-queries.ts'
import { types } from './types.ts'
import { writes } from './writes.ts'

/** Every case, by subject. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  joins,
  narrowing,
  expressions,
  aggregates,
  'sub-queries': subQueries,
  writes,
  types,
  parameters,
  json,
  arrays,
  strangers,
}
