export type { Call, QueryCall, RefusedCall, UncheckedCall } from './calls.ts'
export type { FileOptions } from './files.ts'
export { positionInFile, readSources, type Source, type SourceFolders } from './sources.ts'
export type { Choice } from './variants.ts'
