import { after, test as nodeTest, type TestContext } from 'node:test'
import { refuseLeftOpen } from './left-open.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { withSandbox } from './sandbox/with-sandbox.ts'
import { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts'

/** Declares a test of `node:test` that is given a database of the kind `D`. */
export type DatabaseTest<D> = (
  name: string,
  work: (fixtures: { readonly db: D }, context: TestContext) => unknown,
) => Promise<void>

/** The two ways to declare a test. */
export interface DatabaseTests {
  /** `db` is a sandbox in a database that the tests of the file share: whatever the test does is rolled back. */
  readonly test: DatabaseTest<Sandbox>
  /** `db` is a database of the test's own, for what a sandbox cannot do. It fails when it leaves something of it open. */
  readonly testOnDatabase: DatabaseTest<TestDatabase>
}

/** Tests of `node:test` with databases as these options say. */
export function testWith(options: TestDatabaseOptions = {}): DatabaseTests {
  const shared = sharedBy(options)
  return {
    test: (name, work) =>
      nodeTest(name, async (context) => {
        await withSandbox(await shared(), async (db) => work({ db }, context))
      }),
    testOnDatabase: (name, work) =>
      nodeTest(name, async (context) => {
        await using db = await createTestDatabase(options)
        await work({ db }, context)
        await refuseLeftOpen(db)
      }),
  }
}

// Made for the first test that wants it, and dropped after the last of the file.
function sharedBy(options: TestDatabaseOptions): () => Promise<TestDatabase> {
  let shared: Promise<TestDatabase> | undefined
  after(async () => (await shared?.catch(() => undefined))?.close())
  return () => {
    shared ??= createTestDatabase(options)
    return shared
  }
}

/** Tests with the databases of the project in the current folder: `test('…', async ({ db }) => …)`. */
export const { test, testOnDatabase }: DatabaseTests = testWith()
