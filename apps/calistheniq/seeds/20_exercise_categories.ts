import { defineSeed } from 'rowhouse/seed'

export default defineSeed({
  kind: 'reference',
  table: 'exercise_categories',
  key: ['name'],
  rows: () => [
    { name: 'Push', description: 'Pressing away: push-ups, dips, handstands, planche.' },
    { name: 'Pull', description: 'Pulling towards: rows, pull-ups, hangs, levers.' },
    { name: 'Squat', description: 'Legs: squats, lunges, hinges, jumps.' },
  ],
})
