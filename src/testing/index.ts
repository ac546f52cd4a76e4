export { startTestServer, type TestServer, type TestServerOptions } from './server.ts'
export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts'
