import type { Queryable } from 'rowhouse'
import type { NewUser, User } from './schemas.ts'

/** Inserts a user; the e-mail address must be free in any case. */
export function insertUser(db: Queryable, { email, name }: NewUser): Promise<User> {
  return db.one(
    `
    insert into users (email, name)
    values ($1, $2)
    returning id, email, name, created_at, updated_at`,
    [email, name],
  )
}

/** A user by id. */
export function findUser(db: Queryable, id: string): Promise<User | undefined> {
  return db.maybeOne(
    `
    select id, email, name, created_at, updated_at
    from users
    where id = $1`,
    [id],
  )
}

/**
 * Locks a user until the transaction ends, so that what is counted from several of the user's rows is counted by one at a time.
 * Rows that refer to the user can still be inserted meanwhile.
 */
export function lockUser(db: Queryable, id: string): Promise<{ id: string } | undefined> {
  return db.maybeOne(
    `
    select id
    from users
    where id = $1
    for no key update`,
    [id],
  )
}
