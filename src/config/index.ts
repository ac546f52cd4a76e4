export { type Config, defineConfig, type Project } from './config.ts'
export { importModule } from './import-module.ts'
export { configText, type LoadOptions, loadConfig, projectFolder } from './load.ts'
export { didYouMean, nearest } from './nearest.ts'
