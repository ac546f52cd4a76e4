import { describe, expect, test } from 'vitest'
import { type NamedSeed, planSeeds, type SeedKind, type SeedSelection } from './index.ts'

function named(
  name: string,
  dependsOn: readonly string[] = [],
  kind: Exclude<SeedKind, 'volume'> = 'reference',
): NamedSeed {
  return { name, file: `/seeds/${name}.ts`, seed: { kind, dependsOn, table: name, key: ['id'], rows: () => [] } }
}

function plan(seeds: readonly NamedSeed[], selection?: SeedSelection): string[] {
  return planSeeds(seeds, selection).map(({ name }) => name)
}

describe('the order of seeds', () => {
  test('is the given one where no dependency says otherwise', () => {
    expect(plan([named('c'), named('a'), named('b')])).toEqual(['c', 'a', 'b'])
  })

  test('puts a seed after those it depends on', () => {
    expect(plan([named('exercises', ['levels', 'categories']), named('levels'), named('categories')])).toEqual([
      'levels',
      'categories',
      'exercises',
    ])
  })

  test('runs a shared dependency once', () => {
    expect(plan([named('d', ['b', 'c']), named('c', ['a']), named('b', ['a']), named('a')])).toEqual([
      'a',
      'b',
      'c',
      'd',
    ])
  })

  test('of no seeds is empty', () => {
    expect(plan([])).toEqual([])
  })
})

describe('choosing seeds', () => {
  const seeds = [named('levels'), named('exercises', ['levels']), named('users'), named('demo', ['users'], 'sample')]

  test('by name takes in what they depend on', () => {
    expect(plan(seeds, { only: ['exercises'] })).toEqual(['levels', 'exercises'])
  })

  test('of reference data leaves sample data out', () => {
    expect(plan(seeds, { kinds: ['reference'] })).toEqual(['levels', 'exercises', 'users'])
  })

  test('of sample data takes in the reference data it depends on', () => {
    expect(plan(seeds, { kinds: ['sample'] })).toEqual(['users', 'demo'])
  })

  test('that do not exist is an error that knows a better name', () => {
    expect(() => plan(seeds, { only: ['exercise'] })).toThrow('there is no seed "exercise"; did you mean "exercises"?')
  })
})

describe('what cannot be planned', () => {
  test('a circle, which is named', () => {
    const seeds = [named('a', ['b']), named('b', ['c']), named('c', ['d']), named('d', ['b'])]
    expect(() => plan(seeds)).toThrow(
      expect.objectContaining({
        code: 'SEED_CYCLE',
        message: expect.stringContaining('b → c → d → b'),
        facts: { cycle: ['b', 'c', 'd', 'b'] },
      }),
    )
  })

  test('a seed that depends on itself', () => {
    expect(() => plan([named('a', ['a'])])).toThrow('a → a')
  })

  test('a dependency that does not exist, with the file that names it', () => {
    expect(() => plan([named('levels'), named('exercises', ['level'])])).toThrow(
      '/seeds/exercises.ts depends on "level", which does not exist; did you mean "levels"?',
    )
  })

  test('reference data that depends on sample data', () => {
    expect(() => plan([named('users', [], 'sample'), named('roles', ['users'])])).toThrow(
      '/seeds/roles.ts is reference data and depends on the sample data "users"',
    )
  })

  test('two seeds of one name', () => {
    const other = { ...named('a'), file: '/seeds/20_a.ts' }
    expect(() => plan([named('a'), other])).toThrow('/seeds/a.ts and /seeds/20_a.ts have the same name "a"')
  })
})
