import { describe, expect, test } from 'vitest'
import type { AppliedMigration } from './applied.ts'
import type { Migration } from './files.ts'
import { type Plan, planDown, planRedo, planUp } from './plan.ts'

const file = (version: string, checksum = version): Migration => ({
  version,
  name: `${version}_m`,
  up: { path: `migrations/${version}_m/up.sql`, text: 'select 1' },
  down: { path: `migrations/${version}_m/down.sql`, text: 'select 1' },
  checksum,
})

const withoutDown = (version: string): Migration => {
  const { down: _, ...migration } = file(version)
  return migration
}

const applied = (version: string, reversible = true): AppliedMigration => ({
  version,
  name: `${version}_m`,
  checksum: version,
  reversible,
  appliedAt: new Date(0),
  appliedBy: 'me',
  durationMs: 1,
})

const answer = (plan: Plan<{ readonly version: string }>) =>
  plan.kind === 'run' ? plan.migrations.map(({ version }) => version) : plan.error.code

describe('planUp', () => {
  const up = (files: Migration[], history: AppliedMigration[], target = {}) => answer(planUp(files, history, target))

  test('all that is pending is applied, oldest first', () => {
    expect(up([file('1'), file('2'), file('3')], [applied('1')])).toEqual(['2', '3'])
  })

  test('nothing is pending', () => {
    expect(up([file('1')], [applied('1')])).toEqual([])
  })

  test('versions are ordered as numbers of any length', () => {
    const versions = ['9', '10', '20230101000000000000000']
    expect(up(versions.map((version) => file(version)).toReversed(), [])).toEqual(versions)
  })

  test('007 and 7 are the same version', () => {
    expect(up([file('007', '7')], [applied('7')])).toEqual([])
  })

  test('to is the last version applied, and steps how many', () => {
    const files = [file('1'), file('2'), file('3')]
    expect(up(files, [], { to: '2' })).toEqual(['1', '2'])
    expect(up(files, [], { to: '2_m' })).toEqual(['1', '2'])
    expect(up(files, [], { steps: 1 })).toEqual(['1'])
    expect(up(files, [], { steps: 9 })).toEqual(['1', '2', '3'])
    expect(up(files, [applied('1'), applied('2')], { to: '1' })).toEqual([])
  })

  test('an unknown version is refused', () => {
    expect(up([file('1')], [], { to: '2' })).toBe('MIGRATION_UNKNOWN')
    expect(up([file('1')], [], { to: 'm' })).toBe('MIGRATION_UNKNOWN')
  })

  test('steps that count nothing, and two targets at once, are refused', () => {
    expect(up([file('1')], [], { steps: 0 })).toBe('INVALID_OPTION')
    expect(up([file('1')], [], { steps: 1.5 })).toBe('INVALID_OPTION')
    expect(up([file('1')], [], { steps: 1, to: '1' })).toBe('INVALID_OPTION')
  })

  test('an edited, a missing and a late migration are refused', () => {
    expect(up([file('1', 'other')], [applied('1')])).toBe('MIGRATION_EDITED')
    expect(up([file('2')], [applied('1')])).toBe('MIGRATION_MISSING')
    expect(up([file('1'), file('2')], [applied('2')])).toBe('MIGRATION_OUT_OF_ORDER')
  })
})

describe('planDown', () => {
  const down = (files: Migration[], history: AppliedMigration[], target = {}) =>
    answer(planDown(files, history, target))
  const three = [file('1'), file('2'), file('10')]
  const history = [applied('1'), applied('2'), applied('10')]

  test('one step by default, newest first', () => {
    expect(down(three, history)).toEqual(['10'])
    expect(down(three, history, { steps: 2 })).toEqual(['10', '2'])
    expect(down(three, history, { all: true })).toEqual(['10', '2', '1'])
    expect(down(three, [])).toEqual([])
  })

  test('to is the version that stays', () => {
    expect(down(three, history, { to: '1' })).toEqual(['10', '2'])
    expect(down(three, history, { to: '10' })).toEqual([])
    expect(down([...three, file('11')], history, { to: '11' })).toBe('MIGRATION_UNKNOWN')
  })

  test('the history serves where the folder is gone', () => {
    const plan = planDown([], [applied('1')])
    expect(plan).toEqual({ kind: 'run', migrations: [{ version: '1', name: '1_m' }] })
    expect(down([], [applied('1', false)])).toBe('MIGRATION_IRREVERSIBLE')
  })

  test('nothing is reverted if one of them cannot be', () => {
    expect(down([withoutDown('1'), file('2'), file('10')], history, { all: true })).toBe('MIGRATION_IRREVERSIBLE')
    expect(down([withoutDown('1'), file('2'), file('10')], history)).toEqual(['10'])
  })

  test('an edited file can be reverted', () => {
    expect(down([file('1', 'other')], [applied('1')])).toEqual(['1'])
  })
})

describe('planRedo', () => {
  const redo = (files: Migration[], history: AppliedMigration[]) => {
    const plan = planRedo(files, history)
    return plan.kind === 'run' ? plan.migrations.map(({ up }) => up.version) : plan.error.code
  }

  test('the newest applied is done again, also when it was edited', () => {
    expect(redo([file('1'), file('2', 'other'), file('3')], [applied('1'), applied('2')])).toEqual(['2'])
    expect(redo([file('1')], [])).toEqual([])
  })

  test('it is refused when the folder is gone, another one was edited, or one is late', () => {
    expect(redo([], [applied('1')])).toBe('MIGRATION_MISSING')
    expect(redo([file('1', 'other'), file('2')], [applied('1'), applied('2')])).toBe('MIGRATION_EDITED')
    expect(redo([file('1'), file('2')], [applied('2')])).toBe('MIGRATION_OUT_OF_ORDER')
  })
})
