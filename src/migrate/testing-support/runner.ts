import { connect } from '../../index.ts'
import { migrateUp } from '../index.ts'

// A runner in a process of its own, for tests that kill it: `runner.ts <url> <folder>`.
const [url, folder] = process.argv.slice(2)
await using db = await connect(url!)
await migrateUp(db, { folder })
