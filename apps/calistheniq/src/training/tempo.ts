/**
 * Seconds of the four phases of a repetition: lowering, pause at the bottom, lifting, pause at the top; always in this order,
 * even where the repetition begins with the lift. A lift of 0 is not performed: the exercise is the lowering alone.
 */
export interface Tempo {
  readonly eccentric: number
  readonly bottom: number
  readonly concentric: number
  readonly top: number
}

/** Reads a tempo such as `3-1-2-1`; `hold` has no phases and answers `undefined`. Throws for anything else. */
export function readTempo(text: string): Tempo | undefined {
  if (text === 'hold') return undefined
  const phases = /^(\d+)-(\d+)-(\d+)-(\d+)$/.exec(text)?.slice(1).map(Number)
  if (phases === undefined) throw new RangeError(`${text} is no tempo; write four numbers such as 3-1-2-1, or hold`)
  const [eccentric, bottom, concentric, top] = phases as [number, number, number, number]
  return { eccentric, bottom, concentric, top }
}

/** What is planned of one exercise. */
export interface Prescription {
  readonly sets: readonly ({ readonly reps: number } | { readonly duration: number })[]
  readonly tempo: string
  readonly restSeconds: number
  /** Each set is done once on each side. */
  readonly unilateral: boolean
}

/** Seconds for which the muscles work in one set: repetitions times the sum of the tempo, or the time of the hold. */
export function timeUnderTension(set: Prescription['sets'][number], tempo: string): number {
  if ('duration' in set) return set.duration
  const phases = readTempo(tempo)
  if (phases === undefined) return 0
  return set.reps * (phases.eccentric + phases.bottom + phases.concentric + phases.top)
}

/** Seconds that an exercise takes: its work, on both sides where it has two, and the rests between its sets. */
export function duration({ sets, tempo, restSeconds, unilateral }: Prescription): number {
  const work = sets.reduce((sum, set) => sum + timeUnderTension(set, tempo), 0)
  return work * (unilateral ? 2 : 1) + Math.max(0, sets.length - 1) * restSeconds
}
