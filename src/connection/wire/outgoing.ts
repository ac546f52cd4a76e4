/** A parameter as it is sent: PostgreSQL's text, or null. */
export type Encoded = string | null

const usual = 2048
// A buffer that a large parameter has blown up is given away instead of being copied and kept.
const large = 16_384

/**
 * Messages to the server, one behind the other in one buffer, so that those of a whole turn of the event loop leave in one
 * write. Names are those of PostgreSQL's protocol; every message is complete when its method returns.
 */
export class Outgoing {
  #bytes: Buffer = Buffer.allocUnsafe(usual)
  #end = 0

  /** Is there nothing to send? */
  get empty(): boolean {
    return this.#end === 0
  }

  /** The bytes of all messages since the last call. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#end)
    this.#end = 0
    if (taken.length < large) return Buffer.from(taken)
    this.#bytes = Buffer.allocUnsafe(usual)
    return taken
  }

  /** Parse: a statement of that name, `''` for the unnamed one; the server finds the types of its parameters. */
  parse(name: string, text: string): void {
    const start = this.#begin(0x50)
    this.#text(name)
    this.#text(text)
    this.#int16(0)
    this.#complete(start)
  }

  /** Bind to the unnamed portal. `formats` are the formats of the columns, 1 for binary; none means text. */
  bind(name: string, params: readonly Encoded[], formats: readonly number[]): void {
    const start = this.#begin(0x42)
    this.#byte(0)
    this.#text(name)
    this.#int16(0)
    this.#int16(params.length)
    for (const param of params) this.#value(param)
    this.#int16(formats.length)
    for (const format of formats) this.#int16(format)
    this.#complete(start)
  }

  /** Describe: a statement (`S`) or a portal (`P`). */
  describe(kind: 'S' | 'P', name: string): void {
    this.#named(0x44, kind, name)
  }

  /** Close: gives up a prepared statement. */
  close(name: string): void {
    this.#named(0x43, 'S', name)
  }

  /** Execute: runs the unnamed portal to its end. */
  execute(): void {
    const start = this.#begin(0x45)
    this.#byte(0)
    this.#int32(0)
    this.#complete(start)
  }

  /** Sync: the end of what belongs together. */
  sync(): void {
    this.#complete(this.#begin(0x53))
  }

  /** Query: statements by the simple protocol. */
  query(text: string): void {
    const start = this.#begin(0x51)
    this.#text(text)
    this.#complete(start)
  }

  /** CopyFail: ends a COPY from the client, so that it fails. */
  copyFail(reason: string): void {
    const start = this.#begin(0x66)
    this.#text(reason)
    this.#complete(start)
  }

  /** CopyData: a piece of the data of a COPY. */
  copyData(data: Uint8Array): void {
    const start = this.#begin(0x64)
    this.#reserve(data.length)
    this.#bytes.set(data, this.#end)
    this.#end += data.length
    this.#complete(start)
  }

  /** CopyDone: the end of the data of a COPY. */
  copyDone(): void {
    this.#complete(this.#begin(0x63))
  }

  #named(code: number, kind: string, name: string): void {
    const start = this.#begin(code)
    this.#byte(kind.charCodeAt(0))
    this.#text(name)
    this.#complete(start)
  }

  #begin(code: number): number {
    const start = this.#end
    this.#reserve(64)
    this.#bytes[start] = code
    this.#end = start + 5
    return start
  }

  // The length counts itself, but not the code before it.
  #complete(start: number): void {
    this.#putInt32(start + 1, this.#end - start - 1)
  }

  #byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#end++] = value
  }

  #int16(value: number): void {
    this.#reserve(2)
    this.#bytes[this.#end++] = value >>> 8
    this.#bytes[this.#end++] = value
  }

  #int32(value: number): void {
    this.#reserve(4)
    this.#putInt32(this.#end, value)
    this.#end += 4
  }

  #putInt32(at: number, value: number): void {
    this.#bytes[at] = value >>> 24
    this.#bytes[at + 1] = value >>> 16
    this.#bytes[at + 2] = value >>> 8
    this.#bytes[at + 3] = value
  }

  #value(value: Encoded): void {
    if (value === null) return this.#int32(-1)
    const at = this.#end
    this.#end += 4
    this.#write(value)
    this.#putInt32(at, this.#end - at - 4)
  }

  #text(text: string): void {
    this.#write(text)
    this.#byte(0)
  }

  // A short text in ASCII is written faster here than by a call out of JavaScript.
  #write(text: string): void {
    const { length } = text
    this.#reserve(length * 3 + 4)
    const bytes = this.#bytes
    let at = this.#end
    if (length <= 32) {
      for (let index = 0; index < length; index++) {
        const code = text.charCodeAt(index)
        if (code > 127) return this.#writeUtf8(text)
        bytes[at++] = code
      }
      this.#end = at
    } else this.#writeUtf8(text)
  }

  #writeUtf8(text: string): void {
    this.#end += this.#bytes.write(text, this.#end, 'utf8')
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + more))
    this.#bytes.copy(grown, 0, 0, this.#end)
    this.#bytes = grown
  }
}
