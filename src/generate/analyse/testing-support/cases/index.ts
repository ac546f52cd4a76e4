import type { Case } from '../case.ts'
import { aggregates } from './aggregates.ts'
import { arrays } from './arrays.ts'
import { expressions } from './expressions.ts'
import { groups } from './groups.ts'
import { joins } from './joins.ts'
import { json } from './json.ts'
import { jsonNests } from './json-nests.ts'
import { narrowing } from './narrowing.ts'
import { parameters } from './parameters.ts'
import { reach } from './reach.ts'
import { rowsFrom } from './rows-from.ts'
import { stored } from './stored.ts'
import { strangers } from './strangers.ts'
import { subQueries } from './sub-queries.ts'
import { types } from './types.ts'
import { values } from './values.ts'
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
  reach,
  groups,
  'rows from functions': rowsFrom,
  stored,
  'json nests': jsonNests,
  values,
}
