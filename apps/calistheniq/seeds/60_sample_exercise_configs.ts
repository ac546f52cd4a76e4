import { defineSeed } from 'rowhouse/seed'
import type { WorkoutSet } from '../src/prescriptions/schemas.ts'
import { ada } from '../src/sample/history.ts'

interface Row {
  readonly name: string
  readonly sets: readonly WorkoutSet[]
  readonly notes: string
  readonly mastered: boolean
}

export default defineSeed<Row>({
  kind: 'sample',
  fills: ['user_exercise_configs'],
  dependsOn: ['sample_user', 'exercises'],
  rows: () => [
    { name: 'push-up', sets: [{ reps: 10 }, { reps: 10 }, { reps: 8 }], notes: 'Elbows close.', mastered: false },
    { name: 'incline-push-up', sets: [{ reps: 12 }, { reps: 12 }, { reps: 12 }], notes: '', mastered: true },
    { name: 'dead-hang', sets: [{ duration: 30 }, { duration: 25 }], notes: 'Chalk helps.', mastered: false },
    { name: 'split-squat', sets: [{ reps: 9 }, { reps: 9 }, { reps: 9 }], notes: '', mastered: false },
  ],
  write: async (db, { name, sets, notes, mastered }) => {
    const inserted = await db.execute(
      `
      insert into user_exercise_configs (
        user_id, exercise_id, current_sets, current_tempo, current_rest_seconds, current_notes, is_mastered, mastered_at)
      select $1, id, $3, default_tempo, default_rest_seconds, $4, $5, case when $5 then now() - interval '14 days' end
      from exercises
      where slug = $2
      on conflict (user_id, exercise_id) do nothing`,
      [ada.id, name, sets, notes, mastered],
    )
    return inserted === 1 ? 'inserted' : 'unchanged'
  },
})
