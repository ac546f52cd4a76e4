// npm run bench:generate   (settings: BENCH_FILES, BENCH_QUERIES per file, BENCH_RUNS, BENCH_CHANGES)
// A project of 500 queries in 50 files. `rowhouse generate` as a process: with an empty cache, with nothing kept but PGlite's new
// database (cold), and with everything kept (warm). `--watch`: from the write of a file to the new types. The type check of these
// files against the same ones with hand-written generics, interleaved.
import { execFile, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { migrations, queryFile } from './generate-project.js'

const files = Number(process.env.BENCH_FILES ?? 50)
const perFile = Number(process.env.BENCH_QUERIES ?? 10)
const runs = Number(process.env.BENCH_RUNS ?? 5)
const changes = Number(process.env.BENCH_CHANGES ?? 20)

const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'rowhouse-bench-'))
const cache = join(folder, 'cache')
const environment = { ...process.env, XDG_CACHE_HOME: cache, DATABASE_URL: '' }
try {
  writeProject()
  const first = await timesOf(runs, () => forget(() => true), generate)
  const cold = await timesOf(runs, () => forget((name) => !name.startsWith('pglite-')), generate)
  const warm = await timesOf(runs, () => undefined, generate)
  const watched = await watchTimes()
  const check = await typeChecks()
  print({ first, cold, warm, watched, ...check })
} finally {
  rmSync(folder, { recursive: true })
}

function writeProject() {
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    allowImportingTsExtensions: true,
  }
  write('package.json', '{ "type": "module" }')
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }))
  for (const [name, text] of Object.entries(migrations)) write(`migrations/${name}/up.sql`, text)
  for (let file = 0; file < files; file += 1) write(`src/module-${file}.ts`, queryFile(file, perFile))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/rowhouse'))
}

function write(name, text) {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}

function forget(which) {
  const kept = join(cache, 'rowhouse')
  if (!existsSync(kept)) return
  for (const name of readdirSync(kept).filter(which)) rmSync(join(kept, name))
}

function generate() {
  return execute([join(root, 'bin/rowhouse.js'), 'generate', '--project', folder], environment)
}

async function execute(args, env = process.env) {
  const start = performance.now()
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: folder })
  return { ms: performance.now() - start, stdout }
}

async function timesOf(count, prepare, work) {
  const times = []
  for (let run = 0; run < count; run += 1) {
    prepare()
    const { ms, stdout } = await work()
    if (!stdout.includes(`${files * perFile} queries in ${files} files, 0 wrong\n`)) throw new Error(stdout)
    times.push(ms)
  }
  return times
}

/** From the write of a file, in which a query is new each time, until its types are on the disk. */
async function watchTimes() {
  const args = [join(root, 'bin/rowhouse.js'), 'generate', '--watch', '--project', folder]
  const watch = spawn(process.execPath, args, { env: environment })
  try {
    const line = lines(watch.stdout)
    while (!(await line()).includes('waiting for changes'));
    const times = []
    for (let change = 0; change <= changes; change += 1) times.push(await watchTime(line, change))
    // The first change waits for the database to be there, and is not one of a watch that is warm.
    return times.slice(1)
  } finally {
    watch.kill('SIGINT')
  }
}

async function watchTime(line, change) {
  const file = change % files
  const word = `watched_${change}`
  const start = performance.now()
  write(`src/module-${file}.ts`, queryFile(file, perFile, word))
  // A look in the middle of the write sees an empty file, and is told too.
  do await line()
  while (!typesOf(file).includes(word))
  return performance.now() - start
}

function typesOf(file) {
  const path = join(folder, `src/generated/src/module-${file}.ts`)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function lines(stream) {
  const waiting = []
  const come = []
  let rest = ''
  stream.setEncoding('utf8').on('data', (text) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop()
    come.push(...parts)
    while (waiting.length > 0 && come.length > 0) waiting.shift()(come.shift())
  })
  return () => (come.length > 0 ? Promise.resolve(come.shift()) : new Promise((resolve) => waiting.push(resolve)))
}

/** The same files, typed by their text and by hand; the hand-written generics are what was generated. */
async function typeChecks() {
  await generate()
  const byHand = join(folder, 'by-hand')
  mkdirSync(byHand)
  for (const name of ['package.json', 'tsconfig.json', 'node_modules'])
    cpSync(join(folder, name), join(byHand, name), { recursive: true, verbatimSymlinks: true })
  for (let file = 0; file < files; file += 1) {
    const source = readFileSync(join(folder, `src/module-${file}.ts`), 'utf8')
    const generated = readFileSync(join(folder, `src/generated/src/module-${file}.ts`), 'utf8')
    write(`by-hand/src/module-${file}.ts`, annotated(source, generated))
  }
  const times = { text: [], hand: [] }
  const projects = { text: folder, hand: byHand }
  for (let run = 0; run <= runs; run += 1) {
    for (const name of run % 2 === 0 ? ['text', 'hand'] : ['hand', 'text']) {
      const { ms } = await execute([join(root, 'node_modules/typescript/bin/tsc'), '-p', projects[name]])
      if (run > 0) times[name].push(ms)
    }
  }
  return times
}

/** `db.many('select …')` → `db.many<{ … }>('select …')`, with the row that was generated for the text. */
function annotated(source, generated) {
  const rows = new Map()
  for (const [, text, row] of generated.matchAll(/^ {4}\[([\s\S]*?)\]: \{\n {6}row: (.*)$/gm))
    rows.set(new Function(`return ${text}`)(), row)
  const imported = source.replace('type { Queryable }', 'type { JsonValue, Queryable }')
  return imported.replace(/db\.(one|many|maybeOne)\((`[^`]*`)/g, (_, method, text) => {
    const row = rows.get(text.slice(1, -1))
    if (row === undefined) throw new Error(`no type for ${text}`)
    return `db.${method}<${row}>(${text}`
  })
}

function print({ first, cold, warm, watched, text, hand }) {
  const ratios = text.map((ms, run) => ms / hand[run])
  const seconds = (times) =>
    `${(median(times) / 1000).toFixed(2)} s | ${(Math.min(...times) / 1000).toFixed(2)} to ${(Math.max(...times) / 1000).toFixed(2)} s`
  const ms = (times) =>
    `${Math.round(median(times))} ms | ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`
  console.log(
    `${files * perFile} queries in ${files} files; Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}\n`,
  )
  console.log('| what | median | low to high |\n|---|---|---|')
  console.log(`| generate, the first on a machine | ${seconds(first)} |`)
  console.log(`| generate, cold | ${seconds(cold)} |`)
  console.log(`| generate, warm | ${seconds(warm)} |`)
  console.log(`| --watch, a change | ${ms(watched)} |`)
  console.log(`| tsc, typed by text | ${ms(text)} |`)
  console.log(`| tsc, generics by hand | ${ms(hand)} |`)
  console.log(
    `| tsc, ratio | ${median(ratios).toFixed(2)} | ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} |`,
  )
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
