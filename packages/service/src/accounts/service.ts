import { Unauthorized } from '../http/index.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import type { Credentials, Registration, Token } from './schemas.ts'
import type { Account, AccountStore } from './store.ts'
import { hashToken, newToken } from './tokens.ts'

const daysLoggedIn = 30

/** Creates an account; throws `Conflict` when the e-mail address is taken, in whatever case. */
export async function register<A extends Account>(
  store: AccountStore<A>,
  { email, name, password }: Registration,
): Promise<A> {
  return store.insert({ email, name, passwordHash: await hashPassword(password) })
}

/** Gives a token for the right password; throws `Unauthorized` without telling which of the two was wrong. */
export async function logIn<A extends Account>(
  store: AccountStore<A>,
  { email, password }: Credentials,
): Promise<Token<A>> {
  const found = await store.findByEmail(email)
  const matches = await verifyPassword(password, found?.passwordHash ?? undefined)
  if (!matches || found === undefined) throw new Unauthorized('the e-mail address or the password is wrong')
  const token = newToken()
  const { account } = found
  const expires_at = await store.insertToken({
    userId: account.id,
    tokenHash: hashToken(token),
    days: daysLoggedIn,
  })
  return { token, expires_at, user: account }
}
