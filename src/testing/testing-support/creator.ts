import { createTestDatabase, type TestDatabaseOptions } from '../index.ts'

// A test process of its own, for tests that need several or kill one: `creator.ts <options in JSON>` makes a test database and
// prints where it is and who is in it.
const options: TestDatabaseOptions = JSON.parse(process.argv[2]!)
await (await createTestDatabase(options)).close()
// The second is taken by one who goes on, for whom a third is made ahead.
const db = await createTestDatabase(options)
const { names } = await db.one<{ names: string[] }>('select array_agg(name) as names from users')
console.log(JSON.stringify({ url: db.url, names }))
if (process.argv[3] === 'stay') await new Promise((resolve) => process.stdin.once('end', resolve).resume())
await db.close()
