import type { Queryable } from 'rowhouse'
import type { Profile } from './schemas.ts'

/** Inserts a learner; the e-mail address must be free in any case. */
export function insertUser(
  db: Queryable,
  { email, name, passwordHash }: { readonly email: string; readonly name: string; readonly passwordHash: string },
): Promise<Profile> {
  return db.one(
    `
    insert into users (email, name, password_hash)
    values ($1, $2, $3)
    returning id, email, name, role`,
    [email, name, passwordHash],
  )
}

/** The user with an e-mail address, in whatever case, and the hash of the password if there is one. */
export function findUserByEmail(
  db: Queryable,
  email: string,
): Promise<(Profile & { readonly password_hash: string | null }) | undefined> {
  return db.maybeOne(
    `
    select id, email, name, role, password_hash
    from users
    where lower(email) = lower($1)`,
    [email],
  )
}

/** Inserts the hash of a token that proves who a user is for some days; the answer is when it expires. */
export function insertToken(
  db: Queryable,
  { userId, tokenHash, days }: { readonly userId: string; readonly tokenHash: Buffer; readonly days: number },
): Promise<{ expires_at: Date }> {
  return db.one(
    `
    insert into user_tokens (token_hash, user_id, expires_at)
    values ($1, $2, now() + make_interval(days => $3))
    returning expires_at`,
    [tokenHash, userId, days],
  )
}

/** The user to whom a token belongs, if it has not expired. */
export function findUserByToken(db: Queryable, tokenHash: Buffer): Promise<Profile | undefined> {
  return db.maybeOne(
    `
    select users.id, users.email, users.name, users.role
    from user_tokens
    join users on users.id = user_tokens.user_id
    where user_tokens.token_hash = $1
      and user_tokens.expires_at > now()`,
    [tokenHash],
  )
}

/** Deletes a token, so that nobody is logged in with it any more. */
export function deleteToken(db: Queryable, tokenHash: Buffer): Promise<number> {
  return db.execute(
    `
    delete from user_tokens
    where token_hash = $1`,
    [tokenHash],
  )
}

/** Deletes the tokens of a user that have expired. */
export function deleteExpiredTokens(db: Queryable, userId: string): Promise<number> {
  return db.execute(
    `
    delete from user_tokens
    where user_id = $1
      and expires_at <= now()`,
    [userId],
  )
}

/** Deletes a user with everything that belongs to the user. */
export function deleteUser(db: Queryable, id: string): Promise<number> {
  return db.execute(
    `
    delete from users
    where id = $1`,
    [id],
  )
}
