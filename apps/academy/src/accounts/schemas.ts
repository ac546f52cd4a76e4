import { Instant, Uuid } from 'service/http'
import { type Static, Type } from 'typebox'

/** What somebody may do: learners work on lessons, authors write them as well. */
export const Role = Type.Enum(['learner', 'author'])

/** Somebody who is logged in. */
export interface Account {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: Static<typeof Role>
}

/** An account as its owner sees it. */
export const Profile = Type.Object({ id: Uuid, email: Type.String(), name: Type.String(), role: Role })
export type Profile = Static<typeof Profile>

const Email = Type.String({ format: 'email', maxLength: 254 })

// Length is what makes a password hard to guess (NIST SP 800-63B); a limit above keeps hashing cheap.
const Password = Type.String({
  minLength: 10,
  maxLength: 200,
  description: 'At least 10 characters; long beats strange.',
})

/** What is needed to register. */
export const Registration = Type.Object({
  email: Email,
  name: Type.String({ pattern: '\\S', maxLength: 100 }),
  password: Password,
})
export type Registration = Static<typeof Registration>

/** What is needed to log in. */
export const Credentials = Type.Object({ email: Email, password: Type.String({ maxLength: 200 }) })
export type Credentials = Static<typeof Credentials>

/** What proves a log-in from then on, until it expires. */
export const Token = Type.Object({
  token: Type.String({ description: 'For the header Authorization: Bearer …; a browser gets it as a cookie too.' }),
  expires_at: Instant,
  user: Profile,
})
export type Token = Static<typeof Token>
