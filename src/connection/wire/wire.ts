import type { Duplex } from 'node:stream'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { DatabaseError, RowhouseError } from '../../errors/index.ts'
import type { Exchange } from './exchange.ts'
import { readError } from './fields.ts'
import { Incoming } from './incoming.ts'
import { codes, type Message } from './message.ts'
import { Outgoing } from './outgoing.ts'

/** The transaction status in ReadyForQuery: idle, in a transaction, or in a failed one. */
export type ReadyStatus = 'I' | 'T' | 'E'

/**
 * What goes over the stream of a session once `pg` has opened it: exchanges go out in the order in which they are submitted,
 * those of one turn of the event loop in one write, and each gets the answer up to its own ReadyForQuery.
 */
export class Wire {
  readonly #stream: Duplex
  readonly #passOn: (bytes: Buffer) => void
  readonly #outgoing = new Outgoing()
  readonly #flush = () => this.#send()
  #sent: Exchange[] = []
  #first = 0
  #scheduled = false
  #lost = false
  #headSince = 0
  /** The transaction status after the last exchange. */
  status: ReadyStatus = 'I'
  /** Called once when the server ends the session or says what cannot be understood. */
  onLost: (error: unknown) => void = () => undefined

  /** Takes the stream over. What belongs to no exchange (notices, notifications, settings) is passed on to who read it so far. */
  constructor(stream: Duplex) {
    this.#stream = stream
    const readers = stream.listeners('data') as ((bytes: Buffer) => void)[]
    this.#passOn = (bytes) => {
      for (const read of readers) read.call(stream, bytes)
    }
    for (const read of readers) stream.off('data', read)
    const incoming = new Incoming((message) => this.#receive(message))
    stream.on('data', (chunk: Buffer) => this.#read(incoming, chunk))
  }

  /** How many exchanges wait for their answer. */
  get pending(): number {
    return this.#sent.length - this.#first
  }

  /** For how many milliseconds the server has been busy with the exchange whose answer comes next. */
  get busyFor(): number {
    return this.pending === 0 ? 0 : performance.now() - this.#headSince
  }

  /** Sends an exchange behind those that were submitted before. */
  submit(exchange: Exchange): void {
    if (this.#lost) return this.#refuse(exchange)
    exchange.write(this.#outgoing)
    if (this.pending === 0) this.#headSince = performance.now()
    this.#sent.push(exchange)
    this.flush()
  }

  /** Puts more messages of the running exchange into the buffer. */
  write(put: (out: Outgoing) => void): void {
    if (this.#lost) return
    put(this.#outgoing)
    this.flush()
  }

  /** Resolves when the stream has taken what was written, so that more may follow. */
  async drained(): Promise<void> {
    this.#send()
    // A writer that never waits would keep the answer, an error perhaps, from being read.
    await turnOfTheLoop()
    if (this.#lost || !this.#stream.writableNeedDrain) return
    await new Promise<void>((resolve) => {
      const settle = () => {
        this.#stream.off('drain', settle).off('close', settle)
        resolve()
      }
      this.#stream.on('drain', settle).on('close', settle)
    })
  }

  /** Sends what is in the buffer at the end of this turn. */
  flush(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    process.nextTick(this.#flush)
  }

  /** Fails everything that waits for an answer. */
  lose(error: unknown): void {
    if (this.#lost) return
    this.#lost = true
    const waiting = this.#sent.slice(this.#first)
    this.#sent = []
    this.#first = 0
    for (const exchange of waiting) {
      exchange.fail(error)
      exchange.finish(this.busyFor)
    }
    this.onLost(error)
  }

  /** Drops the connection without waiting for the server. */
  destroy(): void {
    this.#stream.destroy()
  }

  #send(): void {
    this.#scheduled = false
    if (this.#outgoing.empty) return
    const bytes = this.#outgoing.take()
    if (this.#stream.writable) this.#stream.write(bytes)
  }

  #read(incoming: Incoming, chunk: Buffer): void {
    try {
      incoming.take(chunk)
    } catch (error) {
      // Bytes that make no sense may belong to anybody: nothing more of this connection can be trusted.
      this.lose(error)
      this.destroy()
    }
  }

  #receive(message: Message): void {
    switch (message.code) {
      case codes.ReadyForQuery:
        return this.#finish(message)
      case codes.NotificationResponse:
      case codes.NoticeResponse:
      case codes.ParameterStatus:
        return this.#passOn(message.bytes.subarray(message.at - 5, message.end))
      case codes.ErrorResponse:
        return this.#fail(message)
    }
    const exchange = this.#sent[this.#first]
    if (exchange === undefined || (message.code === codes.CopyInResponse && !exchange.copies))
      throw unexpected(message.code)
    exchange.receive(message)
  }

  #finish(message: Message): void {
    const exchange = this.#sent[this.#first]
    if (exchange === undefined) throw unexpected(message.code)
    this.status = String.fromCharCode(message.byte()) as ReadyStatus
    this.#first += 1
    if (this.#first === this.#sent.length || this.#first > 64) this.#forgetAnswered()
    const now = performance.now()
    const ms = now - this.#headSince
    this.#headSince = now
    exchange.finish(ms)
  }

  #forgetAnswered(): void {
    this.#sent.splice(0, this.#first)
    this.#first = 0
  }

  // After FATAL and PANIC the server closes the connection without another word.
  #fail(message: Message): void {
    const fields = readError(message)
    this.#sent[this.#first]?.fail(fields)
    if (this.pending === 0 || fields.severity === 'FATAL' || fields.severity === 'PANIC') this.lose(lastWords(fields))
  }

  #refuse(exchange: Exchange): void {
    exchange.fail(new RowhouseError('CONNECTION_LOST', 'the connection to the server is lost'))
    exchange.finish(0)
  }
}

function lastWords(fields: ConstructorParameters<typeof DatabaseError>[0]): Error {
  return new Error(fields.message, { cause: new DatabaseError(fields) })
}

function unexpected(code: number): Error {
  return new Error(`the server sent a message (${String.fromCharCode(code)}) that nothing waits for`)
}
