import { type TestAPI, test as vitestTest } from 'vitest'
import { refuseLeftOpen } from './left-open.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { withSandbox } from './sandbox/with-sandbox.ts'
import { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts'

/** What a test is given, when it asks for it by name. */
export interface DatabaseFixtures {
  /** A sandbox in a database that the tests of the file share: whatever the test does is rolled back. */
  readonly db: Sandbox
  /** A database of the test's own, for what a sandbox cannot do. The test fails when it leaves something of it open. */
  readonly database: TestDatabase
  /** The database of the file, in which the sandboxes are. */
  readonly fileDatabase: TestDatabase
}

/** Vitest's `test` with databases as these options say. */
export function testWith(options: TestDatabaseOptions = {}): TestAPI<DatabaseFixtures> {
  return vitestTest.extend<DatabaseFixtures>({
    fileDatabase: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures are wanted
      async ({}, use) => {
        await using database = await createTestDatabase(options)
        await use(database)
      },
      { scope: 'file' },
    ],
    db: async ({ fileDatabase }, use) => {
      await withSandbox(fileDatabase, use)
    },
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures are wanted
    database: async ({}, use) => {
      await using database = await createTestDatabase(options)
      await use(database)
      await refuseLeftOpen(database)
    },
  })
}

/** Vitest's `test` with the databases of the project in the current folder: `test('…', async ({ db }) => …)`. */
export const test: TestAPI<DatabaseFixtures> = testWith()
