import type { Queryable } from 'rowhouse'
import { hashPassword, hashToken, newToken, verifyPassword } from 'service/accounts'
import { conflictOn, Forbidden, Unauthorized } from 'service/http'
import { deleteExpiredTokens, findUserByEmail, insertToken, insertUser } from './repository.ts'
import type { Account, Credentials, Profile, Registration, Token } from './schemas.ts'

const daysLoggedIn = 30

/** Creates a learner; throws `Conflict` when the e-mail address is taken, in whatever case. */
export async function register(db: Queryable, { email, name, password }: Registration): Promise<Profile> {
  const passwordHash = await hashPassword(password)
  return insertUser(db, { email, name, passwordHash }).catch(
    conflictOn('users_email_key', 'this e-mail address has an account already; log in'),
  )
}

/** Gives a token for the right password; throws `Unauthorized` without telling which of the two was wrong. */
export async function logIn(db: Queryable, { email, password }: Credentials): Promise<Token> {
  const user = await findUserByEmail(db, email)
  if (!(await verifyPassword(password, user?.password_hash ?? undefined)) || user === undefined) {
    throw new Unauthorized('the e-mail address or the password is wrong')
  }
  const { password_hash, ...profile } = user
  const token = newToken()
  await deleteExpiredTokens(db, user.id)
  const { expires_at } = await insertToken(db, { userId: user.id, tokenHash: hashToken(token), days: daysLoggedIn })
  return { token, expires_at, user: profile }
}

/** Throws `Forbidden` unless the account is an author's. */
export function requireAuthor({ role }: Account): void {
  if (role !== 'author') throw new Forbidden('only authors may do this')
}
