import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

// The house's storeys, lowest first. A room may import the rooms below it; rooms of one storey do not know each other.
const storeys = [
  ['errors', 'registry', 'cache', 'trace'],
  ['sql', 'terminal'],
  ['values'],
  ['config'],
  ['query'],
  ['connection'],
  ['pool', 'transaction'],
  ['database'],
  ['catalog'],
  ['migrate', 'seed', 'monitor'],
  ['generate', 'testing'],
  ['verify'],
  ['setup'],
  ['cli'],
]

const source = resolve(import.meta.dirname, '../src')
const storeyOf = new Map(storeys.flatMap((rooms, storey) => rooms.map((room) => [room, storey] as const)))

interface Import {
  readonly file: string
  readonly target: string
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

function isProduct(file: string): boolean {
  return !file.includes('.test.') && !file.includes('testing-support')
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)|import\s+'([^']+)'/g),
  ].map((match) => match[1] ?? match[2] ?? match[3]!)
}

const product = files(source).filter(isProduct)

const relativeImports: Import[] = product.flatMap((file) =>
  importsOf(file)
    .filter((target) => target.startsWith('.'))
    .map((target) => ({ file, target: resolve(file, '..', target) })),
)

function roomOf(file: string): string {
  return relative(source, file).split('/')[0]!
}

function named({ file, target }: Import): string {
  return `${relative(source, file)} → ${relative(source, target)}`
}

test('every room has its storey', () => {
  const rooms = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(rooms.map(({ name }) => name).filter((room) => !storeyOf.has(room))).toEqual([])
})

test('imports go down, never sideways or up', () => {
  const climbs = relativeImports.filter(({ file, target }) => {
    const [from, to] = [roomOf(file), roomOf(target)]
    return from !== to && from !== 'index.ts' && storeyOf.get(to)! >= storeyOf.get(from)!
  })
  expect(climbs.map(named)).toEqual([])
})

test('a room is entered by its door', () => {
  const windows = relativeImports.filter(
    ({ file, target }) => roomOf(file) !== roomOf(target) && !target.endsWith('/index.ts'),
  )
  expect(windows.map(named)).toEqual([])
})

test('there is no cycle, not even of types', () => {
  const graph = new Map(
    product.map((file) => [file, relativeImports.filter((each) => each.file === file).map(({ target }) => target)]),
  )
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file))
      return void cycles.push(
        [...path.slice(path.indexOf(file)), file].map((each) => relative(source, each)).join(' → '),
      )
    if (done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of product) visit(file, [])
  expect(cycles).toEqual([])
})

test('only the connection room knows a driver', () => {
  const drivers = ['pg', '@electric-sql/pglite']
  const strangers = product.filter(
    (file) => roomOf(file) !== 'connection' && importsOf(file).some((target) => drivers.includes(target)),
  )
  expect(strangers.map((file) => relative(source, file))).toEqual([])
})

test('an application uses the library, and what it shares with others, by public doors only', () => {
  const trespassers = workspaces().flatMap((workspace) =>
    ['src', 'seeds']
      .map((folder) => join(workspace, folder))
      .filter((folder) => existsSync(folder))
      .flatMap(files)
      .filter(isProduct)
      .flatMap((file) =>
        importsOf(file).map((target) => ({
          file,
          target: target.startsWith('.') ? resolve(file, '..', target) : target,
        })),
      )
      .filter(({ target }) =>
        target.startsWith('/') ? !target.startsWith(workspace) : /^rowhouse\/(src|dist)/.test(target),
      ),
  )
  expect(trespassers).toEqual([])
})

function workspaces(): string[] {
  return ['../apps', '../packages']
    .map((folder) => resolve(import.meta.dirname, folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
}

test('no source file has grown beyond a room', () => {
  const long = product.filter((file) => readFileSync(file, 'utf8').split('\n').length > 320)
  expect(long.map((file) => relative(source, file))).toEqual([])
})
