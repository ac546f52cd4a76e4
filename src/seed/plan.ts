import { didYouMean } from '../config/index.ts'
import { RowhouseError } from '../errors/index.ts'
import type { NamedSeed, SeedKind } from './seed.ts'

/** Which seeds are wanted. */
export interface SeedSelection {
  /** Names of seeds. Default: all. */
  readonly only?: readonly string[] | undefined
  /** Default: all. */
  readonly kinds?: readonly SeedKind[] | undefined
}

/**
 * The wanted seeds and all they depend on, each after those it depends on, otherwise in the order given. Throws
 * `SEED_CYCLE` for a circle, and `SEED_INVALID` for a name twice, an unknown one, or reference data that depends on
 * sample data.
 */
export function planSeeds(seeds: readonly NamedSeed[], { only, kinds }: SeedSelection = {}): NamedSeed[] {
  const known = byName(seeds)
  for (const seed of seeds) checkDependencies(seed, known)
  const ordered = order(seeds, known)
  const names = only?.map((name) => find(name, known).name)
  const wanted = ordered.filter(
    ({ name, seed }) => (names?.includes(name) ?? true) && (kinds?.includes(seed.kind) ?? true),
  )
  const needed = new Set(order(wanted, known))
  return ordered.filter((seed) => needed.has(seed))
}

/** The seeds by name. Throws `SEED_INVALID` for a name twice. */
export function byName(seeds: readonly NamedSeed[]): Map<string, NamedSeed> {
  const known = new Map<string, NamedSeed>()
  for (const seed of seeds) {
    const other = known.get(seed.name)
    if (other !== undefined) {
      throw invalid(`${place(other)} and ${place(seed)} have the same name "${seed.name}"; rename one of them`, seed)
    }
    known.set(seed.name, seed)
  }
  return known
}

function find(name: string, known: ReadonlyMap<string, NamedSeed>): NamedSeed {
  const seed = known.get(name)
  if (seed !== undefined) return seed
  const names = [...known.keys()]
  const advice = didYouMean(name, names) || `; the seeds are ${names.join(', ') || '(none)'}`
  throw new RowhouseError('SEED_INVALID', `there is no seed "${name}"${advice}`, { facts: { name } })
}

// What goes into fewer places may depend on what goes into more.
const ranks: Readonly<Record<SeedKind, number>> = { reference: 0, sample: 1, volume: 2 }

function checkDependencies(seed: NamedSeed, known: ReadonlyMap<string, NamedSeed>): void {
  for (const name of dependencies(seed)) {
    const other = known.get(name)
    if (other === undefined) {
      const advice = didYouMean(name, known.keys()) || '; remove it from "dependsOn" or add that seed'
      throw invalid(`${place(seed)} depends on "${name}", which does not exist${advice}`, seed)
    }
    if (ranks[other.seed.kind] > ranks[seed.seed.kind]) {
      const [kind, otherKind] = [seed.seed.kind, other.seed.kind]
      const advice = `${kind} data also goes where no ${otherKind} data is, so make them of one kind or remove the dependency`
      throw invalid(`${place(seed)} is ${kind} data and depends on the ${otherKind} data "${name}"; ${advice}`, seed)
    }
  }
}

/** The seeds and their dependencies, depth first, which keeps the given order wherever dependencies allow it. */
function order(seeds: readonly NamedSeed[], known: ReadonlyMap<string, NamedSeed>): NamedSeed[] {
  const placed = new Set<NamedSeed>()
  const visit = (seed: NamedSeed, path: readonly string[]): void => {
    if (path.includes(seed.name)) throw cycle([...path.slice(path.indexOf(seed.name)), seed.name])
    if (placed.has(seed)) return
    for (const name of dependencies(seed)) visit(find(name, known), [...path, seed.name])
    placed.add(seed)
  }
  for (const seed of seeds) visit(seed, [])
  return [...placed]
}

function dependencies({ seed }: NamedSeed): readonly string[] {
  return seed.dependsOn ?? []
}

function cycle(names: readonly string[]): RowhouseError {
  const message = `the seeds ${names.join(' → ')} depend on each other in a circle; remove one of these dependencies`
  return new RowhouseError('SEED_CYCLE', message, { facts: { cycle: names } })
}

function invalid(message: string, { name, file }: NamedSeed): RowhouseError {
  return new RowhouseError('SEED_INVALID', message, { facts: { name, ...(file !== undefined && { file }) } })
}

/** Where a reader finds the seed. */
function place({ name, file }: NamedSeed): string {
  return file ?? `the seed "${name}"`
}
