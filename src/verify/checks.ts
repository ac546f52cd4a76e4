import type { Check } from './check.ts'
import { corruptIndexes } from './data/corruption.ts'
import { orphanRows } from './data/orphans.ts'
import { filledDefaults, partitionsAhead } from './data/partitions.ts'
import { caseDuplicates, emptyTables } from './data/rows.ts'
import { sequencesBehind, sequencesEnding } from './data/sequences.ts'
import { drift } from './project/drift.ts'
import { migrationStates } from './project/migrations.ts'
import { generatedTypes, refusedQueries, scanningQueries } from './project/queries.ts'
import { unions } from './project/unions.ts'
import { blockedSessions, connectionHeadroom, longTransactions } from './runtime/activity.ts'
import {
  failingArchiver,
  idleSlots,
  oldCollations,
  statementStatistics,
  unsafeSettings,
  wraparound,
} from './runtime/server.ts'
import { bloatedTables, deadRows, neverAnalyzed, scannedTables, unusedIndexes } from './runtime/statistics.ts'
import {
  idlePolicies,
  manyPolicies,
  notForced,
  openPolicies,
  slowPolicies,
  withoutPolicy,
} from './security/policies.ts'
import { definerViews, oldExtensions, openSchemas, powerfulRole, unsafeDefiners } from './security/rights.ts'
import {
  inexactMoney,
  json,
  limitedText,
  objectIdentifiers,
  serials,
  timesOfDay,
  timestamps,
} from './static/column-types.ts'
import { inconsistentTypes, missingForeignKeys, nullableBooleans, nullableTables } from './static/columns.ts'
import { notValidated } from './static/constraints.ts'
import { duplicateForeignKeys, foreignKeyIndexes, foreignKeyTypes, nullableForeignKeys } from './static/foreign-keys.ts'
import { booleanIndexes, containerIndexes, forgetfulUniques, pointlessPredicates } from './static/index-design.ts'
import { duplicateIndexes, invalidIndexes, redundantIndexes } from './static/indexes.ts'
import { quotedNames } from './static/names.ts'
import { shards } from './static/shards.ts'
import { inheritance, shortKeys, unloggedTables, untouchedStamps } from './static/table-design.ts'
import { disabledTriggers, primaryKeys } from './static/tables.ts'

const project: readonly Check[] = [migrationStates, drift, refusedQueries, generatedTypes, unions]

const schema: readonly Check[] = [
  primaryKeys,
  shortKeys,
  serials,
  notValidated,
  foreignKeyTypes,
  foreignKeyIndexes,
  duplicateForeignKeys,
  nullableForeignKeys,
  missingForeignKeys,
  invalidIndexes,
  duplicateIndexes,
  redundantIndexes,
  containerIndexes,
  booleanIndexes,
  pointlessPredicates,
  forgetfulUniques,
  disabledTriggers,
  untouchedStamps,
  unloggedTables,
  inheritance,
  timestamps,
  timesOfDay,
  json,
  inexactMoney,
  limitedText,
  objectIdentifiers,
  nullableBooleans,
  nullableTables,
  inconsistentTypes,
  quotedNames,
  shards,
]

const security: readonly Check[] = [
  idlePolicies,
  withoutPolicy,
  notForced,
  openPolicies,
  slowPolicies,
  manyPolicies,
  unsafeDefiners,
  definerViews,
  openSchemas,
  oldExtensions,
  powerfulRole,
]

const data: readonly Check[] = [
  sequencesBehind,
  sequencesEnding,
  filledDefaults,
  partitionsAhead,
  emptyTables,
  orphanRows,
  caseDuplicates,
  corruptIndexes,
]

const runtime: readonly Check[] = [
  wraparound,
  idleSlots,
  failingArchiver,
  connectionHeadroom,
  longTransactions,
  blockedSessions,
  oldCollations,
  unsafeSettings,
  statementStatistics,
  scanningQueries,
  scannedTables,
  unusedIndexes,
  deadRows,
  neverAnalyzed,
  bloatedTables,
]

/** All checks, in the order in which they run. */
export const checks: readonly Check[] = [...project, ...schema, ...security, ...data, ...runtime]
