// Written by `rowhouse generate` from src/exercises/repository.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
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
    join workout_levels as level on level.id = exercise.level_id
    where ($1::text is null or category.name = $1)
      and ($2::integer is null or level.level_order = $2)
      and ($3::text is null or exercise.tags @> array[$3])
      and ($4::text is null or exercise.default_equipment @> array[$4] or ($4 = 'none' and exercise.default_equipment = '{}'))
      and ($5::text is null or strpos(lower(exercise.name), lower($5)) > 0)
      and ($6::text is null or $7::integer is null or $8::text is null
        or (category.name, level.level_order, exercise.name) > ($6, $7, $8))
    order by category.name, level.level_order, exercise.name
    limit $9`]: {
      row: { id: string; slug: string; name: string; category: string; level: number; level_name: string; ladder: string | null; ladder_order: number | null; metric: 'reps' | 'seconds'; unilateral: boolean; default_sets: import('../../../prescriptions/schemas.ts').WorkoutSet[]; default_tempo: string; default_rest_seconds: number; default_equipment: string[]; default_notes: string; muscles: string[]; tags: string[]; mastery: import('../../../exercises/schemas.ts').Mastery | null; created_at: Date; updated_at: Date }
      params: readonly [name: string | null, level_order: number | null, p3: string | null, p4: string | null, p5: string | null, p6: string | null, p7: number | null, p8: string | null, limit: number]
    }
    [`
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
    join workout_levels as level on level.id = exercise.level_id
    where exercise.slug = $2
      or ($1::uuid is not null and exercise.id = $1)`]: {
      row: { id: string; slug: string; name: string; category: string; level: number; level_name: string; ladder: string | null; ladder_order: number | null; metric: 'reps' | 'seconds'; unilateral: boolean; default_sets: import('../../../prescriptions/schemas.ts').WorkoutSet[]; default_tempo: string; default_rest_seconds: number; default_equipment: string[]; default_notes: string; muscles: string[]; tags: string[]; mastery: import('../../../exercises/schemas.ts').Mastery | null; created_at: Date; updated_at: Date }
      params: readonly [id: string | null, slug: string]
    }
    [`
    select id
    from exercises
    where id = any ($1::uuid[])`]: {
      row: { id: string }
      params: readonly [ids: readonly (string | null)[]]
    }
  }
}
