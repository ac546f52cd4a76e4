import { Uuid } from 'service/http'
import { type Static, Type } from 'typebox'

/** Somebody with an account, as its owner sees it. Learners work on lessons, authors write them as well. */
export const Profile = Type.Object({
  id: Uuid,
  email: Type.String(),
  name: Type.String(),
  role: Type.Enum(['learner', 'author']),
})
export type Profile = Static<typeof Profile>
