import { TypeRegistry as Registry, type TypeRegistry, type ValueOptions } from '../values/index.ts'
import { Pace } from './pace.ts'
import { type Formats, RowShape } from './row-shape.ts'
import type { Field } from './wire/index.ts'

const mostTexts = 2000
const mostShapes = 1000

/**
 * What one database has told about its types and statements: the registry of decoders and encoders, for each text the types of its
 * parameters, how rows are read, and how much it keeps prepared. Shared by all connections of a `Database`; bounded, and emptied when a statement changes
 * the schema.
 */
export class StatementTypes {
  readonly registry: TypeRegistry
  readonly #parameters = new Map<string, readonly number[] | undefined>()
  readonly #paces = new Map<string, Pace>()
  readonly #shapes = new Map<string, RowShape>()
  #generation = 0
  /** The most statements that a session keeps prepared: 0 behind a pooler that shares sessions out. */
  mostPrepared = 0
  /** May a statement be sent before the one before it is answered? */
  pipelining = false

  constructor(options: ValueOptions = {}) {
    this.registry = new Registry(options)
  }

  /** Another number after each change of the schema: what was prepared under another one is out of date. */
  get generation(): number {
    return this.#generation
  }

  /** Has this text been run before? */
  isKnown(text: string): boolean {
    return this.#parameters.has(text)
  }

  /** The type oids of the text's parameters, if they were asked for before. */
  parametersOf(text: string): readonly number[] | undefined {
    return this.#parameters.get(text)
  }

  /** Remembers the text, with the types of its parameters where they are known. */
  remember(text: string, parameters?: readonly number[]): void {
    if (this.#parameters.size >= mostTexts) forgetOldest(this.#parameters)
    this.#parameters.set(text, parameters)
  }

  /** Forgets one text, because what it was told may be out of date. */
  forgetText(text: string): void {
    this.#parameters.delete(text)
  }

  /** How long statements of this text take, as far as it is known. */
  pace(text: string): Pace {
    const known = this.#paces.get(text)
    if (known !== undefined) return known
    const pace = new Pace(text)
    if (this.#paces.size >= mostTexts) forgetOldest(this.#paces)
    this.#paces.set(text, pace)
    return pace
  }

  /** Is this a short read, as far as it is known, so that it may share a connection with others of its kind? */
  mayShare(text: string): boolean {
    return this.pipelining && this.#paces.get(text)?.swift === true
  }

  /** How rows with these columns are read: one for all answers that have the same names and types. */
  shape(fields: readonly Field[], formats: Formats): RowShape {
    const key = `${formats}\0${fields.map(({ name, type }) => `${type} ${name}`).join('\0')}`
    const known = this.#shapes.get(key)
    if (known !== undefined) return known
    const shape = new RowShape(fields, this.registry, formats)
    if (this.#shapes.size >= mostShapes) forgetOldest(this.#shapes)
    // With a type that is still to be looked up it is good for this one answer.
    if (shape.unknownTypes.length === 0) this.#shapes.set(key, shape)
    return shape
  }

  /** Forgets everything that a change of the schema can have made wrong. */
  forget(): void {
    this.#generation += 1
    this.#parameters.clear()
    this.#shapes.clear()
    this.registry.forget()
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
