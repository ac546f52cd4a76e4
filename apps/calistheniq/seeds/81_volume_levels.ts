import { defineSeed } from 'rowhouse/seed'
import { type Library, readLibrary } from '../src/sample/volume/library.ts'
import { currentLevels } from '../src/sample/volume/sessions.ts'
import { volumeUser } from '../src/sample/volume/users.ts'

export default defineSeed<Library>({
  kind: 'volume',
  dependsOn: ['volume_users', 'workout_levels', 'exercise_categories'],
  table: 'user_current_levels',
  count: (scale) => scale,
  prepare: ({ db }) => readLibrary(db),
  row: ({ number }, { categories, levels }) => {
    const user = volumeUser(number)
    return currentLevels(user).map(([category, level]) => ({
      user_id: user.id,
      category_id: categories.get(category),
      workout_level_id: levels.get(level),
      current_level: level,
    }))
  },
})
