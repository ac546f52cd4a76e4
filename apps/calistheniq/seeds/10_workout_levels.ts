import { defineSeed } from 'rowhouse/seed'

export default defineSeed({
  kind: 'reference',
  table: 'workout_levels',
  key: ['level_order'],
  rows: () => [
    { level_order: 0, name: 'Foundation', description: 'Posture, range and control; everything with support.' },
    { level_order: 1, name: 'Beginner', description: 'The first movements with part of the body weight.' },
    { level_order: 2, name: 'Novice', description: 'The basic movements with the whole body weight.' },
    { level_order: 3, name: 'Intermediate', description: 'Harder leverage, slower tempo, the first one-sided work.' },
    { level_order: 4, name: 'Advanced', description: 'One-sided strength and the first levers.' },
    { level_order: 5, name: 'Expert', description: 'The full skills.' },
  ],
})
