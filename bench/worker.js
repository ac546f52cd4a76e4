// One candidate in a process of its own: closed loops of `callers` for `seconds` after a warm-up, every answer checked.
import { peers } from './peers.js'

const { candidate, url, work, callers, seconds, connections, people } = JSON.parse(process.argv[2])
const subject = await peers[candidate](url, connections)

const jobs = {
  async point(random) {
    const id = 1 + Math.floor(random() * people)
    const row = await subject.point(id)
    if (row.id !== id || row.name !== `person ${id}`) throw new Error(`asked for ${id}, got ${JSON.stringify(row)}`)
  },
  async page(random) {
    const after = Math.floor(random() * (people - 1000))
    const rows = await subject.page(after)
    if (rows.length !== 1000 || rows[999].id !== after + 1000) throw new Error(`wrong page after ${after}`)
  },
  // A short read, and once in a hundred times one that takes 100 ms; told is how long the short ones took.
  async mixed(random) {
    if (random() >= 0.01) return jobs.point(random)
    await subject.sleep(100)
    return 'apart'
  },
  async failing() {
    const error = await subject.fail().then(
      () => undefined,
      (caught) => caught,
    )
    if ((error?.cause?.code ?? error?.code) !== '23505') throw new Error(`no unique violation, but ${error}`)
  },
  async together(random) {
    const [low, high] = [Math.floor(random() * 500) * 2 + 1, Math.floor(random() * 500) * 2 + 2].sort((a, b) => a - b)
    await (subject.together ?? subject.transfer)(low, high)
  },
  async transaction(random) {
    // In one order, so that no two transactions wait for each other.
    const [low, high] = [Math.floor(random() * 500) * 2 + 1, Math.floor(random() * 500) * 2 + 2].sort((a, b) => a - b)
    await subject.transfer(low, high)
  },
}

async function run(duration) {
  const latencies = []
  const end = performance.now() + duration * 1000
  const caller = async () => {
    while (performance.now() < end) {
      const start = performance.now()
      const apart = await jobs[work](Math.random)
      if (apart === undefined) latencies.push(performance.now() - start)
    }
  }
  const start = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: callers }, caller))
  const { user, system } = process.cpuUsage(cpu)
  latencies.sort((a, b) => a - b)
  const count = latencies.length
  return {
    perSecond: count / ((performance.now() - start) / 1000),
    p50: latencies[Math.floor(count * 0.5)],
    p99: latencies[Math.floor(count * 0.99)],
    cpuMicros: (user + system) / count,
  }
}

await run(Math.min(1, seconds / 3))
const result = await run(seconds)
await subject.close()
process.stdout.write(JSON.stringify(result))
