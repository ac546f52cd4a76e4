export type { Sandbox } from './sandbox/sandbox.ts'
export { type SandboxOptions, withSandbox } from './sandbox/with-sandbox.ts'
export { startTestServer, type TestServer, type TestServerOptions } from './server.ts'
export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts'
