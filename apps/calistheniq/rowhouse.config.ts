import { defineConfig } from 'rowhouse'

const sets = `import('./src/prescriptions/schemas.ts').WorkoutSet[]`

export default defineConfig({
  sources: ['src', 'seeds'],
  columnTypes: {
    'exercises.default_sets': sets,
    'user_exercise_configs.current_sets': sets,
    'session_exercises.planned_sets': sets,
    'session_exercises.actual_sets': sets,
    'exercises.mastery': `import('./src/exercises/schemas.ts').Mastery`,
    // Checks keep null out of these arrays.
    'exercises.default_equipment': 'string[]',
    'exercises.muscles': 'string[]',
    'exercises.tags': 'string[]',
    'daily_workout_summary.categories': 'string[]',
  },
  verify: {
    ignore: {
      'short-primary-key:public.workout_levels.id': 'level_order allows six levels; no more will ever be counted',
      'short-primary-key:public.exercise_categories.id': 'a handful of categories, which only migrations and seeds add',
    },
  },
})
