import { connect } from '../../index.ts'
import { seed } from '../index.ts'
import { manyNumbers, numbers } from './numbers.ts'

// A run of a volume seed in a process of its own, for tests that kill it: `loader.ts <url>` says how far it has come after
// each transaction.
const [url] = process.argv.slice(2)
await using db = await connect(url!)
const tell = ({ done }: { done: number }) => {
  if (done > 0) process.stdout.write(`${done}\n`)
}
await seed(db, { seeds: [numbers], scale: manyNumbers, onProgress: tell })
