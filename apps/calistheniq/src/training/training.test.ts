import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { deloaded, isDeloadDue } from './deload.ts'
import { opened, openGroups, testedLevel } from './gates.ts'
import { LadderGraph } from './ladder.ts'
import { daysBetween, proofOfMastery, type Trial } from './mastery.ts'
import { nextTarget, type Outcome } from './next-target.ts'
import { isCleanExercise, type PerformedSet, workingSets } from './performance.ts'
import { duration, readTempo, timeUnderTension } from './tempo.ts'

function set(number: number, amount: number, changes: Partial<PerformedSet> = {}): PerformedSet {
  return { number, amount, side: 'both', isWarmUp: false, formBroken: false, rpe: null, ...changes }
}

describe('a tempo', () => {
  test('has four phases, or is a hold', () => {
    expect(readTempo('3-1-0-2')).toEqual({ eccentric: 3, bottom: 1, concentric: 0, top: 2 })
    expect(readTempo('hold')).toBeUndefined()
    for (const text of ['3-1-2', '3-1-2-1 ', 'x-1-2-1', '', 'holds'])
      expect(() => readTempo(text)).toThrow(/is no tempo/)
  })

  test('says how long the muscles work and how long an exercise takes', () => {
    expect(timeUnderTension({ reps: 8 }, '3-1-2-1')).toBe(56)
    expect(timeUnderTension({ duration: 30 }, 'hold')).toBe(30)
    const plan = { sets: [{ reps: 8 }, { reps: 8 }], tempo: '3-1-2-1', restSeconds: 90, unilateral: false }
    expect(duration(plan)).toBe(56 * 2 + 90)
    expect(duration({ ...plan, unilateral: true })).toBe(56 * 4 + 90)
    expect(duration({ ...plan, sets: [] })).toBe(0)
  })
})

describe('sets', () => {
  test('of two sides are one, in which the weaker side counts', () => {
    const log = [
      set(1, 10, { side: 'left', rpe: 7 }),
      set(1, 8, { side: 'right', rpe: 9 }),
      set(2, 12, { side: 'left' }),
    ]
    expect(workingSets(log)).toEqual([{ amount: 8, formBroken: false, rpe: 9 }])
  })

  test('are clean at the target, with form, and with two repetitions in reserve as far as one knows', () => {
    const goal = { sets: 1, target: 8 }
    expect(isCleanExercise([set(1, 8)], goal)).toBe(true)
    expect(isCleanExercise([set(1, 8, { rpe: 8 })], goal)).toBe(true)
    expect(isCleanExercise([set(1, 8, { rpe: 8.5 })], goal)).toBe(false)
    expect(isCleanExercise([set(1, 7)], goal)).toBe(false)
    expect(isCleanExercise([set(1, 8, { formBroken: true })], goal)).toBe(false)
  })

  test('that are more than prescribed never hurt, and warm-ups never count', () => {
    const goal = { sets: 2, target: 8 }
    expect(isCleanExercise([set(1, 8), set(2, 9), set(3, 2)], goal)).toBe(true)
    expect(isCleanExercise([set(1, 8, { isWarmUp: true }), set(2, 9)], goal)).toBe(false)
  })
})

describe('mastery', () => {
  const goal = { sets: 1, target: 8, sessions: 2 }
  const trial = (localDate: string, amount: number, isDeload = false): Trial => ({
    sessionId: `session of ${localDate}`,
    localDate,
    isDeload,
    sets: [set(1, amount)],
  })
  const proof = (...trials: Trial[]) => proofOfMastery(trials, goal)?.map(({ localDate }) => localDate)

  test('takes two clean sessions running on different days within 28 days', () => {
    expect(proof(trial('2026-03-01', 8), trial('2026-03-05', 9))).toEqual(['2026-03-01', '2026-03-05'])
    expect(proof(trial('2026-03-05', 9), trial('2026-03-01', 8))).toEqual(['2026-03-01', '2026-03-05'])
    expect(proof(trial('2026-03-01', 8), trial('2026-03-01', 8))).toBeUndefined()
    expect(proof(trial('2026-03-01', 8), trial('2026-03-29', 8))).toBeDefined()
    expect(proof(trial('2026-03-01', 8), trial('2026-03-30', 8))).toBeUndefined()
  })

  test('begins anew after a session that tried and missed', () => {
    expect(proof(trial('2026-03-01', 8), trial('2026-03-03', 5), trial('2026-03-05', 8))).toBeUndefined()
    expect(proof(trial('2026-03-01', 8), trial('2026-03-03', 5, true), trial('2026-03-05', 8))).toBeDefined()
  })

  test('counts days by the calendar, over the change of the clock as well', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  })
})

describe('a gate', () => {
  const gate = { level: 2, groups: [['push-up'], ['pike-push-up', 'wall-walk']] }

  test('opens when each of its groups has a mastered exercise, and tells which', () => {
    expect(opened(gate, new Map([['push-up', 'session 1']]))).toBeUndefined()
    const proofs = new Map([
      ['wall-walk', 'session 2'],
      ['push-up', 'session 1'],
    ])
    expect(opened(gate, proofs)).toEqual({
      level: 2,
      evidence: [
        { exercise: 'push-up', proof: 'session 1' },
        { exercise: 'wall-walk', proof: 'session 2' },
      ],
    })
    expect(openGroups(gate, new Set(['wall-walk']))).toEqual([false, true])
    expect(opened({ level: 2, groups: [] }, proofs)).toBeUndefined()
  })

  test('is passed by a test up to level 3', () => {
    const gates = [0, 1, 2, 3, 4].map((level) => ({ level, groups: [[`exercise ${level}`]] }))
    const shown = (...levels: number[]) => testedLevel(gates, new Set(levels.map((level) => `exercise ${level}`)))
    expect(shown()).toBe(0)
    expect(shown(0, 1)).toBe(2)
    expect(shown(0, 2)).toBe(1)
    expect(shown(0, 1, 2, 3, 4)).toBe(3)
  })
})

describe('the next target', () => {
  const outcome = (amounts: number[], rpe: number | null, changes: Partial<Outcome> = {}): Outcome => ({
    metric: 'reps',
    sets: 3,
    target: 8,
    log: amounts.map((amount, index) => set(index + 1, amount, { rpe })),
    hadPain: false,
    ...changes,
  })
  const context = { mastery: 12, missedBefore: false, daysAway: 3 }

  test('is one more after clean sets with something left, up to mastery', () => {
    expect(nextTarget(outcome([8, 8, 8], 7), context)).toEqual({ kind: 'raise', target: 9 })
    expect(nextTarget(outcome([8, 8, 8], null), context)).toEqual({ kind: 'raise', target: 9 })
    expect(nextTarget(outcome([12, 12, 12], 6, { target: 12 }), context)).toEqual({ kind: 'raise', target: 12 })
    const hold = outcome([40, 40, 40], 6, { metric: 'seconds', target: 40 })
    expect(nextTarget(hold, { ...context, mastery: 60 })).toEqual({ kind: 'raise', target: 44 })
  })

  test('is the same after hard sets or a small miss', () => {
    expect(nextTarget(outcome([8, 8, 8], 8), context)).toEqual({ kind: 'repeat', target: 8 })
    expect(nextTarget(outcome([8, 7, 5], 7), context)).toEqual({ kind: 'repeat', target: 8 })
    expect(nextTarget(outcome([8, 8], 7), context)).toMatchObject({ kind: 'repeat' })
  })

  test('is less after missing by more than a fifth twice running', () => {
    expect(nextTarget(outcome([8, 4, 4], 8), context)).toEqual({ kind: 'repeat', target: 8 })
    expect(nextTarget(outcome([8, 4, 4], 8), { ...context, missedBefore: true })).toEqual({
      kind: 'step_back',
      target: 6,
    })
  })

  test('is less with pain, at the limit, and after a break', () => {
    expect(nextTarget(outcome([8, 8, 8], 9.5), context)).toEqual({ kind: 'regress', target: 6 })
    expect(nextTarget(outcome([8, 8, 8], 6, { hadPain: true }), context)).toEqual({ kind: 'regress', target: 6 })
    const away = (daysAway: number) => nextTarget(outcome([8, 8, 8], 6), { ...context, daysAway })
    expect(away(13)).toMatchObject({ kind: 'raise' })
    expect(away(14)).toEqual({ kind: 'return', target: 6, retest: false })
    expect(away(28)).toEqual({ kind: 'return', target: 6, retest: true })
  })
})

describe('an easy week', () => {
  const weeks = (...sets: number[]) => sets.map((hardSets) => ({ hardSets, isDeload: false }))

  test('is due after six weeks, or two that fell', () => {
    expect(isDeloadDue(weeks(20, 20, 20, 20, 20))).toBe(false)
    expect(isDeloadDue(weeks(20, 20, 20, 20, 20, 20))).toBe(true)
    expect(isDeloadDue([...weeks(20, 20, 20, 20), { hardSets: 10, isDeload: true }, ...weeks(20, 20)])).toBe(false)
    expect(isDeloadDue(weeks(20, 17, 14))).toBe(true)
    expect(isDeloadDue(weeks(20, 17, 16))).toBe(false)
    expect(isDeloadDue([])).toBe(false)
  })

  test('has half of the sets, at least one', () => {
    const plan = (sets: number) => ({ sets: Array.from({ length: sets }, () => ({ reps: 8 })) })
    expect([5, 4, 1].map((sets) => deloaded(plan(sets)).sets.length)).toEqual([2, 2, 1])
  })
})

describe('the ladders of the library', () => {
  const { exercises, meta } = JSON.parse(
    readFileSync(new URL('../../data/exercises.json', import.meta.url), 'utf8'),
  ) as {
    exercises: { id: string; category: string; level: number; prerequisites: string[]; equipment: string[] }[]
    meta: { gates: { category: string; level: number; require: { anyOf: string[] }[] }[] }
  }
  const graph = new LadderGraph(exercises.map(({ id, ...rest }) => ({ exercise: id, ...rest })))

  test('lead nowhere in a circle', () => {
    expect(graph.findCycle()).toBeUndefined()
    const circle = [
      { exercise: 'a', prerequisites: ['b'], equipment: [] },
      { exercise: 'b', prerequisites: ['a'], equipment: [] },
    ]
    expect(new LadderGraph(circle).findCycle()).toEqual(['a', 'b', 'a'])
  })

  test('have a gate of their own exercises at each level of each category', () => {
    const place = new Map(exercises.map(({ id, category, level }) => [id, `${category} ${level}`]))
    const gates = meta.gates.map(({ category, level }) => `${category} ${level}`)
    expect(new Set(gates)).toEqual(new Set(place.values()))
    for (const { category, level, require } of meta.gates) {
      for (const id of require.flatMap(({ anyOf }) => anyOf)) expect(place.get(id)).toBe(`${category} ${level}`)
    }
  })

  test('pass over what nobody can train without the equipment', () => {
    const rungs = [
      { exercise: 'pull-up', prerequisites: ['band-pull-up'], equipment: ['bar'] },
      { exercise: 'band-pull-up', prerequisites: ['row'], equipment: ['bar', 'band'] },
      { exercise: 'row', prerequisites: [], equipment: [] },
    ]
    const missing = (mastered: string[], equipment: string[]) =>
      new LadderGraph(rungs).missing('pull-up', new Set(mastered), new Set(equipment))
    expect(missing([], ['bar', 'band'])).toEqual(['band-pull-up'])
    expect(missing([], ['bar'])).toEqual(['row'])
    expect(missing(['row'], ['bar'])).toEqual([])
    expect(missing(['band-pull-up'], ['bar'])).toEqual([])
  })
})
