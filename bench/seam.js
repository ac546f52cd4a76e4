// What the seam of Rowhouse costs over plain `pg`: npm run bench
// (BENCH_ROUNDS, BENCH_SECONDS, BENCH_WORK=point|page|transaction, BENCH_DATABASE_URL)
// One server, each candidate in a process of its own, interleaved in a new order in every round, medians.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startTestServer } from 'rowhouse/testing'
import { candidates } from './candidates.js'
import { people, prepare } from './prepare.js'

const rounds = Number(process.env.BENCH_ROUNDS ?? 7)
const seconds = Number(process.env.BENCH_SECONDS ?? 3)
const connections = 10
const cells = [
  { work: 'point', callers: 1 },
  { work: 'point', callers: 10 },
  { work: 'point', callers: 100 },
  { work: 'point', callers: 1000 },
  { work: 'page', callers: 1 },
  { work: 'page', callers: 10 },
  { work: 'transaction', callers: 1 },
  { work: 'transaction', callers: 10 },
].filter(({ work }) => work.startsWith(process.env.BENCH_WORK ?? ''))

const server = process.env.BENCH_DATABASE_URL
  ? undefined
  : await startTestServer({ settings: { fsync: 'on', synchronous_commit: 'on' } })
const url = process.env.BENCH_DATABASE_URL ?? server.url
try {
  await prepare(url)
  console.log(
    `${rounds} rounds of ${seconds} s, pool of ${connections}, Node ${process.version}; medians; the ratio is the median of the rounds' ratios\n`,
  )
  console.log(
    '| work | callers | pg /s | rowhouse /s | ratio (low to high) | pg p99 ms | rowhouse p99 ms | pg CPU µs | rowhouse CPU µs |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|')
  for (const cell of cells) console.log(row(cell, await measure(cell)))
} finally {
  await server?.dispose()
}

async function measure(cell) {
  const names = Object.keys(candidates)
  const results = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) results[name].push(await runWorker(name, cell))
  }
  return results
}

async function runWorker(candidate, { work, callers }) {
  const input = { candidate, url, work, callers, seconds, connections, people }
  const { stdout } = await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('worker.js', import.meta.url)),
    JSON.stringify(input),
  ])
  return JSON.parse(stdout)
}

function row({ work, callers }, { pg, rowhouse }) {
  const ratios = rowhouse.map(({ perSecond }, round) => perSecond / pg[round].perSecond).sort((a, b) => a - b)
  const of = (results, key) => median(results.map((result) => result[key]))
  const cells = [
    work,
    callers,
    Math.round(of(pg, 'perSecond')),
    Math.round(of(rowhouse, 'perSecond')),
    `${median(ratios).toFixed(2)} (${ratios[0].toFixed(2)} to ${ratios.at(-1).toFixed(2)})`,
    of(pg, 'p99').toFixed(2),
    of(rowhouse, 'p99').toFixed(2),
    Math.round(of(pg, 'cpuMicros')),
    Math.round(of(rowhouse, 'cpuMicros')),
  ]
  return `| ${cells.join(' | ')} |`
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
