import { defineSeed } from 'rowhouse/seed'
import { hashPassword } from 'service/accounts'

interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: 'learner' | 'author'
}

const people: readonly Person[] = [
  { id: '7a1f0c52-58c4-4c0e-9a55-3f1d6f0e1a01', email: 'ada@example.com', name: 'Ada', role: 'learner' },
  { id: '7a1f0c52-58c4-4c0e-9a55-3f1d6f0e1a02', email: 'grace@example.com', name: 'Grace', role: 'author' },
]

/** With which both log in during development; sample data never goes into production. */
const password = 'correct horse battery staple'

// Inserted once and then theirs: what they change through the API is not set back by a later run.
export default defineSeed<Person>({
  kind: 'sample',
  rows: () => people,
  write: async (db, { id, email, name, role }) => {
    const inserted = await db.execute(
      `
      insert into users (id, email, name, role, password_hash)
      values ($1, $2, $3, $4, $5)
      on conflict (id) do nothing`,
      [id, email, name, role, await hashPassword(password)],
    )
    return inserted === 1 ? 'inserted' : 'unchanged'
  },
})
