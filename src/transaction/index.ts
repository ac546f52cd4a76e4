export { streamFrom } from './cursor.ts'
export { controlled } from './failures.ts'
export { type Held, type Place, runCallbacks, runTransaction } from './run.ts'
export { Turns } from './turns.ts'
