export { connect } from './connect.ts'
export type { AcquireOptions, Capabilities, Database, Ping } from './database.ts'
export type { Environment } from './environment.ts'
export type { ConnectOptions, Warning } from './options.ts'
