export { type Config, defineConfig, type Project, type VerifyConfig } from './config.ts'
export { importModule } from './import-module.ts'
export { configText, type LoadOptions, loadConfig, projectFolder } from './load.ts'
export { didYouMean, nearest } from './nearest.ts'
