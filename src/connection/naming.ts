import type { Field } from './wire/index.ts'

/** What a statement is called in the session, and which others are to be forgotten first. */
export interface Naming {
  /** `''` for the unnamed statement, which the next one replaces. */
  readonly name: string
  readonly closing: readonly string[]
  /** Which schema it is prepared for (`StatementTypes.generation`). */
  readonly generation: number
}

/** The naming of the unnamed statement, which nobody keeps. */
export const unnamed: Naming = { name: '', closing: [], generation: 0 }

/** What Describe told of a statement. */
export interface Described {
  readonly parameters: readonly number[]
  readonly fields: readonly Field[]
}
