export { cacheFolder, keepCached, readCached } from './cache.ts'
export { keyOf, ownVersion } from './key.ts'
