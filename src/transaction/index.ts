export { streamFrom } from './cursor.ts'
export { controlled } from './failures.ts'
export { type Held, type Lend, runTransaction } from './run.ts'
export { Turns } from './turns.ts'
