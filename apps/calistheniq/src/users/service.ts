import type { Queryable } from 'rowhouse'
import { conflictOn, NotFound } from 'service/http'
import { findUser, insertUser } from './repository.ts'
import type { NewUser, User } from './schemas.ts'

/** Creates a user; throws `Conflict` when the e-mail address is taken, in whatever case. */
export function createUser(db: Queryable, user: NewUser): Promise<User> {
  return insertUser(db, user).catch(conflictOn('users_email_key', 'this e-mail address belongs to a user already'))
}

/** A user by id; throws `NotFound` if there is none. */
export async function getUser(db: Queryable, id: string): Promise<User> {
  const user = await findUser(db, id)
  if (user === undefined) throw unknownUser(id)
  return user
}

/** The error about a user who does not exist. */
export function unknownUser(id: string): NotFound {
  return new NotFound(`there is no user ${id}`)
}
