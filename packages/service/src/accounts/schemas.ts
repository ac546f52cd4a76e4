import { type Static, type TSchema, Type } from 'typebox'
import { Instant } from '../http/index.ts'

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
export function Token<P extends TSchema>(profile: P) {
  return Type.Object({
    token: Type.String({ description: 'For the header Authorization: Bearer …; a browser gets it as a cookie too.' }),
    expires_at: Instant,
    user: profile,
  })
}

/** What a log-in gives. */
export interface Token<A> {
  readonly token: string
  readonly expires_at: Date
  readonly user: A
}
