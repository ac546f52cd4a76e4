// Written by `rowhouse generate` from seeds/60_sample_exercise_configs.ts. Run it again instead of editing this.
import 'rowhouse'

declare module 'rowhouse' {
  interface Queries {
    [`
      insert into user_exercise_configs (
        user_id, exercise_id, current_sets, current_tempo, current_rest_seconds, current_notes, is_mastered, mastered_at)
      select $1, id, $3, default_tempo, default_rest_seconds, $4, $5, case when $5 then now() - interval '14 days' end
      from exercises
      where slug = $2
      on conflict (user_id, exercise_id) do nothing`]: {
      row: Record<never, never>
      params: readonly [user_id: string, slug: string, current_sets: readonly import('../../prescriptions/schemas.ts').WorkoutSet[], current_notes: string, is_mastered: boolean]
    }
  }
}
