export { createProgress, type Progress, type ProgressDisplay, type TerminalStream } from '../terminal/index.ts'
export { type SetupOptions, type SetupResult, setup } from './setup.ts'
