import type { Queryable } from 'rowhouse'
import { Uuid } from 'service/http'
import { Value } from 'typebox/value'
import type { Exercise, ExerciseKey, ExerciseQuery } from './schemas.ts'

const selectExercise = `
    select exercise.id, exercise.slug, exercise.name,
      category.name as category,
      level.level_order as level, level.name as level_name,
      exercise.ladder, exercise.ladder_order, exercise.metric, exercise.unilateral,
      exercise.default_sets, exercise.default_tempo, exercise.default_rest_seconds,
      exercise.default_equipment, exercise.default_notes,
      exercise.muscles, exercise.tags, exercise.mastery,
      exercise.created_at, exercise.updated_at
    from exercises as exercise
    join exercise_categories as category on category.id = exercise.category_id
    join workout_levels as level on level.id = exercise.level_id`

/** Up to `limit` exercises that fit the filter, by category, level and name, from behind the key `after`. */
export function listExercises(
  db: Queryable,
  filter: ExerciseQuery,
  { limit, after }: { readonly limit: number; readonly after?: ExerciseKey | undefined },
): Promise<Exercise[]> {
  const [category, level, name] = after ?? [null, null, null]
  return db.many(
    `${selectExercise}
    where ($1::text is null or category.name = $1)
      and ($2::integer is null or level.level_order = $2)
      and ($3::text is null or exercise.tags @> array[$3])
      and ($4::text is null or exercise.default_equipment @> array[$4] or ($4 = 'none' and exercise.default_equipment = '{}'))
      and ($5::text is null or strpos(lower(exercise.name), lower($5)) > 0)
      and ($6::text is null or $7::integer is null or $8::text is null
        or (category.name, level.level_order, exercise.name) > ($6, $7, $8))
    order by category.name, level.level_order, exercise.name
    limit $9`,
    [
      filter.category ?? null,
      filter.level ?? null,
      filter.tag ?? null,
      filter.equipment ?? null,
      filter.search ?? null,
      category,
      level,
      name,
      limit,
    ],
  )
}

/** An exercise by its id or its slug. */
export function findExercise(db: Queryable, idOrSlug: string): Promise<Exercise | undefined> {
  return db.maybeOne(
    `${selectExercise}
    where exercise.slug = $2
      or ($1::uuid is not null and exercise.id = $1)`,
    [Value.Check(Uuid, idOrSlug) ? idOrSlug : null, idOrSlug],
  )
}

/** Those of the ids that belong to an exercise. */
export async function listKnownExerciseIds(db: Queryable, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.many(
    `
    select id
    from exercises
    where id = any ($1::uuid[])`,
    [ids],
  )
  return new Set(rows.map((row) => row.id))
}
