// Rowhouse beside its peers: node bench/speed.js
// (BENCH_ROUNDS, BENCH_SECONDS, BENCH_WORK=point|page|transaction|together|failing|mixed, BENCH_ONLY='pg;rowhouse', BENCH_DATABASE_URL)
// One server, each candidate in a process of its own with the same pool, in a new order in every round; every answer is checked.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startTestServer } from 'rowhouse/testing'
import { point } from './candidates.js'
import { peers } from './peers.js'
import { people, prepare } from './prepare.js'

const run = promisify(execFile)
const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const seconds = Number(process.env.BENCH_SECONDS ?? 3)
const connections = 10
const only = process.env.BENCH_ONLY?.split(';')
const names = Object.keys(peers).filter((name) => only?.includes(name) ?? true)
const cells = [
  ...[1, 10, 100, 1000].map((callers) => ({ work: 'point', callers })),
  ...[1, 10].map((callers) => ({ work: 'page', callers })),
  ...[1, 10].map((callers) => ({ work: 'transaction', callers })),
  { work: 'together', callers: 10 },
  { work: 'failing', callers: 10 },
  { work: 'mixed', callers: 50 },
].filter(({ work }) => work.startsWith(process.env.BENCH_WORK ?? ''))

const server = process.env.BENCH_DATABASE_URL
  ? undefined
  : await startTestServer({ settings: { fsync: 'on', synchronous_commit: 'on' } })
const url = process.env.BENCH_DATABASE_URL ?? server.url
try {
  await prepare(url)
  console.log(
    `${rounds} rounds of ${seconds} s, pool of ${connections}, Node ${process.version}; medians, spread of the ratios to pg\n`,
  )
  console.log('| work | callers | candidate | /s | times pg (low to high) | p50 ms | p99 ms | CPU µs of the client |')
  console.log('|---|---|---|---|---|---|---|---|')
  for (const cell of cells) report(cell, await measure(cell))
  if (cells.some(({ work }) => work === 'point')) await ceiling()
} finally {
  await server?.dispose()
}

async function measure(cell) {
  const results = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const name of shuffled(names)) results[name].push(await runWorker(name, cell))
  return results
}

async function runWorker(candidate, { work, callers }) {
  // Without transfer() a candidate has no transactions to show.
  if (candidate.endsWith('off') && !['point', 'mixed', 'page', 'failing'].includes(work)) return undefined
  const input = { candidate, url, work, callers, seconds, connections, people }
  const { stdout } = await run(process.execPath, [
    fileURLToPath(new URL('worker.js', import.meta.url)),
    JSON.stringify(input),
  ])
  return JSON.parse(stdout)
}

function report({ work, callers }, results) {
  for (const name of names) {
    const own = results[name]
    if (own[0] === undefined) continue
    const of = (key) => median(own.map((result) => result[key]))
    const ratios = own
      .map(({ perSecond }, round) => perSecond / (results.pg?.[round].perSecond ?? Number.NaN))
      .sort((a, b) => a - b)
    const ratio = `${median(ratios).toFixed(2)} (${ratios[0].toFixed(2)} to ${ratios.at(-1).toFixed(2)})`
    const row = [work, callers, name, Math.round(of('perSecond')), ratio, of('p50').toFixed(2), of('p99').toFixed(2)]
    console.log(`| ${[...row, Math.round(of('cpuMicros'))].join(' | ')} |`)
  }
}

// What the server can do when the client costs next to nothing: pgbench, prepared, one by one and ten in one go.
async function ceiling() {
  const program = [process.env.ROWHOUSE_PG_BIN, '/usr/lib/postgresql/15/bin']
    .map((folder) => join(folder ?? '', 'pgbench'))
    .find(existsSync)
  if (program === undefined) return
  const folder = mkdtempSync(join(tmpdir(), 'rowhouse-bench-'))
  const query = `\\set id random(1, ${people})\n${point.replace('$1', ':id')};\n`
  writeFileSync(join(folder, 'single.sql'), query)
  writeFileSync(join(folder, 'pipelined.sql'), `\\startpipeline\n${query.repeat(10)}\\endpipeline\n`)
  for (const [kind, times] of [
    ['single', 1],
    ['pipelined', 10],
  ]) {
    const { stdout } = await run(program, [
      '-n',
      '-M',
      'prepared',
      '-c',
      '10',
      '-j',
      '2',
      '-T',
      String(Math.ceil(seconds)),
      '-f',
      join(folder, `${kind}.sql`),
      url,
    ])
    console.log(
      `| point | 10 | pgbench, ${kind} | ${Math.round(Number(/tps = ([\d.]+)/.exec(stdout)[1]) * times)} | | | | |`,
    )
  }
  rmSync(folder, { recursive: true })
}

function shuffled(list) {
  return list
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
