import { defineSeed } from 'rowhouse/seed'
import { ada } from '../src/sample/history.ts'

interface Row {
  readonly name: string
  readonly level: number
}

export default defineSeed<Row>({
  kind: 'sample',
  fills: ['user_current_levels'],
  dependsOn: ['sample_user', 'workout_levels', 'exercise_categories'],
  rows: () => Object.entries(ada.levels).map(([name, level]) => ({ name, level })),
  write: async (db, { name, level }) => {
    const inserted = await db.execute(
      `
      insert into user_current_levels (user_id, category_id, workout_level_id, current_level)
      select $1, category.id, level.id, level.level_order
      from exercise_categories as category
      cross join workout_levels as level
      where category.name = $2
        and level.level_order = $3
      on conflict (user_id, category_id) do nothing`,
      [ada.id, name, level],
    )
    return inserted === 1 ? 'inserted' : 'unchanged'
  },
})
