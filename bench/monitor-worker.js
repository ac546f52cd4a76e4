// One way of watching: reads for as many seconds as each message says, every answer checked.
import { connect } from 'rowhouse'
import { createMonitor } from 'rowhouse/monitor'
import { point } from './candidates.js'
import { people } from './prepare.js'

const { way, url, callers } = JSON.parse(process.argv[2])
const db = await connect(url, { maxConnections: 10 })
const monitor = way === 0 ? undefined : createMonitor(db, { places: way > 1 })

process.on('message', async (seconds) => process.send(await run(seconds)))
process.on('disconnect', async () => {
  monitor?.close()
  await db.close()
  process.exit()
})

async function run(seconds) {
  const end = performance.now() + seconds * 1000
  let count = 0
  const caller = async () => {
    while (performance.now() < end) {
      const id = 1 + Math.floor(Math.random() * people)
      const row = await db.one(point, [id])
      if (row.id !== id) throw new Error(`asked for ${id}, got ${row.id}`)
      count += 1
    }
  }
  const start = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: callers }, caller))
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: count / ((performance.now() - start) / 1000), cpuMicros: (user + system) / count }
}
