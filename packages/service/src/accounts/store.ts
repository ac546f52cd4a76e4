/** What an application keeps of somebody who has an account. It may keep more, which then belongs to the profile. */
export interface Account {
  readonly id: string
  readonly email: string
  readonly name: string
}

/** Where accounts and tokens are kept. The SQL is the application's, since the tables are. */
export interface AccountStore<A extends Account> {
  /** Inserts an account; throws `Conflict` when the e-mail address is taken, in whatever case. */
  insert(account: { readonly email: string; readonly name: string; readonly passwordHash: string }): Promise<A>
  /** The account with an e-mail address, in whatever case. Without a hash nobody can log in to it. */
  findByEmail(email: string): Promise<{ readonly account: A; readonly passwordHash: string | null } | undefined>
  /** The account to which a token belongs, if it has not expired. */
  findByToken(tokenHash: Buffer): Promise<A | undefined>
  /** Keeps a token of an account for some days and forgets those that have expired; the answer is when it expires. */
  insertToken(token: { readonly userId: string; readonly tokenHash: Buffer; readonly days: number }): Promise<Date>
  /** Forgets a token, so that nobody is logged in with it any more. */
  deleteToken(tokenHash: Buffer): Promise<void>
  /** Deletes an account with everything that belongs to it. */
  delete(id: string): Promise<void>
}
