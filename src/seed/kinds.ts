import { RowhouseError } from '../errors/index.ts'
import type { NamedSeed, SeedKind } from './seed.ts'

/** What was asked for, and where. */
export interface KindsRequest {
  readonly production: boolean
  readonly kinds?: readonly SeedKind[] | undefined
  readonly only?: readonly string[] | undefined
  readonly force?: boolean | undefined
}

/**
 * The kinds of data that may run: in production reference data only, unless sample data is forced. Throws
 * `SEED_REFUSED` when sample data is asked for there, by kind or by name.
 */
export function permittedKinds(seeds: readonly NamedSeed[], request: KindsRequest): readonly SeedKind[] {
  const { production, kinds = ['reference', 'sample'], force = false } = request
  if (!production || force) return kinds
  const asked = sampleSeedsAskedFor(seeds, request)
  if (asked.length > 0 || request.kinds?.includes('sample')) throw refusal(asked)
  return kinds.filter((kind) => kind !== 'sample')
}

function sampleSeedsAskedFor(seeds: readonly NamedSeed[], { only = [] }: KindsRequest): string[] {
  return seeds.filter(({ name, seed }) => seed.kind === 'sample' && only.includes(name)).map(({ name }) => name)
}

function refusal(seeds: readonly string[]): RowhouseError {
  const what = seeds.length > 0 ? `the sample data ${seeds.join(', ')}` : 'sample data'
  const advice = 'ask for reference data only, or force it if you are sure'
  const message = `${what} does not go into production (NODE_ENV); ${advice}`
  return new RowhouseError('SEED_REFUSED', message, { facts: { seeds } })
}
