// The program of drizzle-orm's documentation: drizzle.js <url> <folder>
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

const [url, migrationsFolder] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url })
try {
  await migrate(drizzle(pool), { migrationsFolder })
} catch (error) {
  console.error(error.cause?.message ?? error.message)
  process.exitCode = 1
} finally {
  await pool.end()
}
