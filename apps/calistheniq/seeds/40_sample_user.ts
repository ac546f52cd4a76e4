import { defineSeed } from 'rowhouse/seed'
import { ada } from '../src/sample/history.ts'

// Inserted once and then hers: what she changes through the API is not set back by a later run.
export default defineSeed<typeof ada>({
  kind: 'sample',
  fills: ['users'],
  rows: () => [ada],
  write: async (db, { id, email, name }) => {
    const inserted = await db.execute(
      `
      insert into users (id, email, name, created_at)
      values ($1, $2, $3, now() - interval '28 days')
      on conflict (id) do nothing`,
      [id, email, name],
    )
    return inserted === 1 ? 'inserted' : 'unchanged'
  },
})
