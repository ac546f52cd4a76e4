import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { Level, Notes, PlannedSets, RestSeconds, Tempo } from '../prescriptions/schemas.ts'
import type { LibraryIds } from './library-ids.ts'
import { Mastery } from './schemas.ts'

/** An exercise as `data/exercises.json` holds it. */
const LibraryEntry = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
  name: Type.String({ pattern: '\\S', maxLength: 100 }),
  category: Type.String(),
  level: Level,
  levelName: Type.String(),
  ladder: Type.String(),
  ladderOrder: Type.Integer({ minimum: 1 }),
  metric: Type.Union([Type.Literal('reps'), Type.Literal('seconds')]),
  unilateral: Type.Boolean(),
  sets: PlannedSets,
  tempo: Tempo,
  rest: RestSeconds,
  equipment: Type.Array(Type.String()),
  muscles: Type.Array(Type.String()),
  tags: Type.Array(Type.String()),
  notes: Notes,
  mastery: Mastery,
})
type LibraryEntry = Static<typeof LibraryEntry>

/** The columns of `exercises` for an entry of the file. Throws one error that names everything wrong with it. */
export function exerciseColumns(entry: unknown, ids: LibraryIds): Record<string, unknown> {
  if (!Value.Check(LibraryEntry, entry)) throw new Error(shapeFaults(entry))
  const faults = meaningFaults(entry, ids)
  if (faults.length > 0) throw new Error(faults.join('; '))
  return {
    slug: entry.id,
    name: entry.name,
    level_id: ids.levels.get(entry.levelName)?.id,
    category_id: ids.categories.get(entry.category),
    ladder: entry.ladder,
    ladder_order: entry.ladderOrder,
    metric: entry.metric,
    unilateral: entry.unilateral,
    default_sets: entry.sets,
    default_tempo: entry.tempo,
    default_rest_seconds: entry.rest,
    default_equipment: entry.equipment,
    default_notes: entry.notes,
    muscles: entry.muscles,
    tags: entry.tags,
    mastery: entry.mastery,
  }
}

/** The name of an entry, as far as it has one. */
export function entryName(entry: unknown): string {
  const named = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined
  return typeof named === 'string' ? named : 'an exercise without a name'
}

function shapeFaults(entry: unknown): string {
  const faults = Value.Errors(LibraryEntry, entry).map(({ instancePath, message }) =>
    `${instancePath.slice(1)} ${message}`.trim(),
  )
  return [...new Set(faults)].join('; ')
}

function meaningFaults(entry: LibraryEntry, { levels, categories }: LibraryIds): string[] {
  return [levelFault(entry, levels), categoryFault(entry, categories), tempoFault(entry)].filter(
    (fault) => fault !== undefined,
  )
}

function levelFault({ level, levelName }: LibraryEntry, levels: LibraryIds['levels']): string | undefined {
  const known = levels.get(levelName)
  if (known === undefined) return `levelName ${levelName} is unknown; the levels are ${[...levels.keys()].join(', ')}`
  return known.level === level ? undefined : `level ${level} is not ${levelName}, which is level ${known.level}`
}

function categoryFault({ category }: LibraryEntry, categories: LibraryIds['categories']): string | undefined {
  if (categories.has(category)) return undefined
  return `category ${category} is unknown; the categories are ${[...categories.keys()].join(', ')}`
}

function tempoFault({ metric, tempo }: LibraryEntry): string | undefined {
  if ((metric === 'seconds') === (tempo === 'hold')) return undefined
  return `tempo ${tempo} does not fit the metric ${metric}; exercises measured in seconds, and only they, have the tempo hold`
}
