// The program of postgrator's documentation, with a single step back for `down`: postgrator.js <url> <folder> <up|down>
import pg from 'pg'
import Postgrator from 'postgrator'

const [url, folder, direction] = process.argv.slice(2)
const client = new pg.Client({ connectionString: url })
try {
  await client.connect()
  const postgrator = new Postgrator({
    migrationPattern: `${folder}/*`,
    driver: 'pg',
    database: client.database,
    execQuery: (query) => client.query(query),
  })
  if (direction === 'up') await postgrator.migrate()
  else await postgrator.migrate(await versionBefore(postgrator))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  await client.end()
}

async function versionBefore(postgrator) {
  const current = await postgrator.getDatabaseVersion()
  const versions = (await postgrator.getMigrations()).map(({ version }) => version)
  return String(Math.max(0, ...versions.filter((version) => version < current)))
}
