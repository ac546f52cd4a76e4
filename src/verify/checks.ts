import type { Check } from './check.ts'
import { json, timestamps } from './columns.ts'
import { notValidated } from './constraints.ts'
import { drift } from './drift.ts'
import { foreignKeyIndexes, foreignKeyTypes } from './foreign-keys.ts'
import { duplicateIndexes, invalidIndexes, redundantIndexes } from './indexes.ts'
import { migrationStates } from './migrations.ts'
import { orphanRows } from './orphans.ts'
import { sequencesBehind, sequencesEnding } from './sequences.ts'
import { disabledTriggers, primaryKeys } from './tables.ts'

/** All checks, in the order in which they run. */
export const checks: readonly Check[] = [
  migrationStates,
  drift,
  primaryKeys,
  orphanRows,
  notValidated,
  foreignKeyTypes,
  foreignKeyIndexes,
  invalidIndexes,
  duplicateIndexes,
  redundantIndexes,
  sequencesBehind,
  sequencesEnding,
  disabledTriggers,
  timestamps,
  json,
]
