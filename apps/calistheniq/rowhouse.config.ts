import { defineConfig } from 'rowhouse'

export default defineConfig({
  columnTypes: {
    'exercises.default_sets': 'WorkoutSet[]',
    'exercises.mastery': 'Mastery',
    'user_exercise_configs.current_sets': 'WorkoutSet[]',
    'session_exercises.planned_sets': 'WorkoutSet[]',
    'session_exercises.actual_sets': 'WorkoutSet[]',
  },
})
