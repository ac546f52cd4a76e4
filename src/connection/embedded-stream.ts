import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'

/**
 * PostgreSQL's wire protocol to and from a PGlite instance, as a stream that `pg`'s client takes for a socket. So the embedded
 * database is spoken to by the same code as a server, and what is true of one is true of the other.
 */
export class EmbeddedStream extends Duplex {
  readonly #database: PGlite

  constructor(database: PGlite) {
    super()
    this.#database = database
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#send(chunk).then(() => done(), done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  async #send(message: Uint8Array): Promise<void> {
    if (isTerminate(message)) return
    await this.#database.execProtocolRawStream(message, { onRawData: (data) => this.push(Buffer.from(data)) })
  }
}

// Terminate would end PGlite's only session; closing the database is the owner's business.
function isTerminate(message: Uint8Array): boolean {
  return message.length === 5 && message[0] === 0x58
}
