import type { Message } from './message.ts'
import type { Outgoing } from './outgoing.ts'

/** What one ReadyForQuery of the server answers: the messages that go out, and what is made of those that come back. */
export interface Exchange {
  /** Does it send the data of a COPY when the server asks for them? */
  readonly copies?: boolean
  /** Puts the messages into the buffer; the last one is Sync, or Query. */
  write(out: Outgoing): void
  /** One message of the answer; the object is only valid during the call. */
  receive(message: Message): void
  /** Something went wrong; the first failure counts. */
  fail(failure: unknown): void
  /**
   * The server is ready for the next exchange, or the connection is lost: the answer is complete. `ms` is how long the server was
   * busy with it, there and back included.
   */
  finish(ms: number): void
}

/** What a promise is settled by. */
export interface Settle<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/** The part that all exchanges share: the first failure wins, and nothing is settled before the server is ready again. */
export abstract class Answer<T> implements Exchange {
  readonly #settle: Settle<T>
  #failure: unknown

  constructor(settle: Settle<T>) {
    this.#settle = settle
  }

  abstract write(out: Outgoing): void
  abstract receive(message: Message): void
  protected abstract answer(): T

  protected get failed(): boolean {
    return this.#failure !== undefined
  }

  fail(failure: unknown): void {
    this.#failure ??= failure
  }

  finish(_ms: number): void {
    if (this.#failure !== undefined) this.#settle.reject(this.#failure)
    else this.#settle.resolve(this.answer())
  }
}
