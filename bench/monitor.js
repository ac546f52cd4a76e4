// What watching costs: npm run bench:monitor
// (BENCH_ROUNDS, BENCH_SECONDS, BENCH_CALLERS, BENCH_DATABASE_URL)
// Point reads; each way of watching in a process of its own, warmed up, one after another in every round, in turns. The ratio is that
// of the CPU time of a read in the same round, because neighbours on the machine take less of it than of the speed.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startTestServer } from 'rowhouse/testing'
import { prepare } from './prepare.js'

const rounds = Number(process.env.BENCH_ROUNDS ?? 15)
const seconds = Number(process.env.BENCH_SECONDS ?? 1)
const callers = Number(process.env.BENCH_CALLERS ?? 100)
const ways = ['unwatched', 'watched without file and line', 'watched']
const server = process.env.BENCH_DATABASE_URL ? undefined : await startTestServer()
const url = process.env.BENCH_DATABASE_URL ?? server.url

try {
  await prepare(url)
  const workers = ways.map(start)
  for (const worker of workers) await measure(worker, 2)
  const results = []
  for (let round = 0; round < rounds; round++) results.push(await runRound(workers, round))
  for (const worker of workers) worker.disconnect()
  console.log(`${rounds} rounds of ${seconds} s, ${callers} callers on 10 connections, Node ${process.version}\n`)
  console.log('| | reads /s | CPU of a read, µs | ratio to unwatched (quartiles) |')
  console.log('|---|---|---|---|')
  for (const way of ways.keys()) console.log(row(way, results))
} finally {
  await server?.dispose()
}

function start(way) {
  const worker = fileURLToPath(new URL('monitor-worker.js', import.meta.url))
  return fork(worker, [JSON.stringify({ way, url, callers })])
}

async function measure(worker, duration) {
  const answer = once(worker, 'message')
  worker.send(duration)
  const [result] = await answer
  return result
}

async function runRound(workers, round) {
  const order = [...workers.keys()]
  const results = []
  for (const at of round % 2 === 0 ? order : order.toReversed()) results[at] = await measure(workers[at], seconds)
  return results
}

function row(way, results) {
  const of = (key) => median(results.map((round) => round[way][key]))
  const ratios = results.map((round) => round[way].cpuMicros / round[0].cpuMicros).sort((a, b) => a - b)
  const quartile = (share) => ratios[Math.floor((ratios.length - 1) * share)].toFixed(3)
  const ratio = `${quartile(0.5)} (${quartile(0.25)} to ${quartile(0.75)})`
  return `| ${ways[way]} | ${Math.round(of('perSecond'))} | ${of('cpuMicros').toFixed(1)} | ${ratio} |`
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
