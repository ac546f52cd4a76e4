import { TypeRegistry as Registry, type TypeRegistry, type ValueOptions } from '../values/index.ts'

const mostTexts = 2000

/**
 * What one database has told about its types: the registry of decoders and encoders, and for each statement text the types of
 * its parameters. Shared by all connections of a `Database`; bounded, and emptied when a statement changes the schema.
 */
export class StatementTypes {
  readonly registry: TypeRegistry
  readonly #parameters = new Map<string, readonly number[] | undefined>()

  constructor(options: ValueOptions = {}) {
    this.registry = new Registry(options)
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
    if (this.#parameters.size >= mostTexts) this.#forgetOldest()
    this.#parameters.set(text, parameters)
  }

  /** Forgets one text, because what it was told may be out of date. */
  forgetText(text: string): void {
    this.#parameters.delete(text)
  }

  /** Forgets everything that a change of the schema can have made wrong. */
  forget(): void {
    this.#parameters.clear()
    this.registry.forget()
  }

  #forgetOldest(): void {
    for (const oldest of this.#parameters.keys()) {
      this.#parameters.delete(oldest)
      return
    }
  }
}
