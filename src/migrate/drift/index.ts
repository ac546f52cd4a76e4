export { type Drift, type DriftedObject, type DriftOptions, detectDrift } from './drift.ts'
export { type Expected, expectedCatalog } from './expected.ts'
export { mend } from './mend.ts'
