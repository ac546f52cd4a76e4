import type { Queryable } from 'rowhouse'
import type { AccountStore } from 'service/accounts'
import { conflictOn } from 'service/http'
import {
  deleteExpiredTokens,
  deleteToken,
  deleteUser,
  findUserByEmail,
  findUserByToken,
  insertToken,
  insertUser,
} from './repository.ts'
import type { Profile } from './schemas.ts'

const emailTaken = conflictOn('users_email_key', 'this e-mail address has an account already; log in')

/** The accounts of this application. */
export function accountStore(db: Queryable): AccountStore<Profile> {
  return {
    insert: (account) => insertUser(db, account).catch(emailTaken),
    findByEmail: async (email) => {
      const user = await findUserByEmail(db, email)
      if (user === undefined) return undefined
      const { password_hash: passwordHash, ...account } = user
      return { account, passwordHash }
    },
    findByToken: (tokenHash) => findUserByToken(db, tokenHash),
    insertToken: async (token) => {
      await deleteExpiredTokens(db, token.userId)
      const { expires_at } = await insertToken(db, token)
      return expires_at
    },
    deleteToken: async (tokenHash) => void (await deleteToken(db, tokenHash)),
    delete: async (id) => void (await deleteUser(db, id)),
  }
}
