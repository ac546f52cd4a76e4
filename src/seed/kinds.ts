import { RowhouseError } from '../errors/index.ts'
import type { NamedSeed, SeedKind } from './seed.ts'

/** What was asked for, and where. */
export interface KindsRequest {
  readonly production: boolean
  readonly kinds?: readonly SeedKind[] | undefined
  readonly only?: readonly string[] | undefined
  readonly force?: boolean | undefined
  /** Without it nothing is generated. */
  readonly scale?: number | undefined
}

const usualKinds: readonly SeedKind[] = ['reference', 'sample', 'volume']

/**
 * The kinds of data that may run: volume data only at a scale; in production reference data only, unless the others are
 * forced. Throws `SEED_REFUSED` when invented data is asked for there, by kind, by name or by a scale, and
 * `INVALID_OPTION` when volume data is asked for without a scale.
 */
export function permittedKinds(seeds: readonly NamedSeed[], request: KindsRequest): readonly SeedKind[] {
  const { production, force = false, scale } = request
  const kinds = kindsAtScale(seeds, request)
  if (!production || force) return kinds
  const asked = inventedSeedsAskedFor(seeds, request)
  const askedByKind = request.kinds?.some((kind) => kind !== 'reference') ?? false
  if (asked.length > 0 || askedByKind || scale !== undefined) throw refusal(asked, scale)
  return kinds.filter((kind) => kind === 'reference')
}

function kindsAtScale(seeds: readonly NamedSeed[], { kinds, only, scale }: KindsRequest): readonly SeedKind[] {
  if (scale !== undefined) return kinds ?? usualKinds
  const named = seeds.find(({ name, seed }) => seed.kind === 'volume' && only?.includes(name))
  if (named !== undefined || kinds?.includes('volume')) throw noScale(named?.name)
  return kinds ?? usualKinds.filter((kind) => kind !== 'volume')
}

function inventedSeedsAskedFor(seeds: readonly NamedSeed[], { only = [] }: KindsRequest): string[] {
  return seeds.filter(({ name, seed }) => seed.kind !== 'reference' && only.includes(name)).map(({ name }) => name)
}

function noScale(seed: string | undefined): RowhouseError {
  const what = seed === undefined ? 'volume data is' : `the seed ${seed} is`
  return new RowhouseError('INVALID_OPTION', `${what} generated at a scale; say which, such as --scale 1000`)
}

function refusal(seeds: readonly string[], scale: number | undefined): RowhouseError {
  const kind = scale === undefined ? 'sample data' : 'sample and volume data'
  const what = seeds.length > 0 ? `the ${kind} ${seeds.join(', ')}` : kind
  const advice = 'ask for reference data only, or force it if you are sure'
  const message = `${what} does not go into production (NODE_ENV); ${advice}`
  return new RowhouseError('SEED_REFUSED', message, { facts: { seeds } })
}
