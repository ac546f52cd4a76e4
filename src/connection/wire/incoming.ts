import { Message } from './message.ts'

const header = 5

/** Cuts the bytes that arrive into messages, without copying those that arrived whole. */
export class Incoming {
  readonly #receive: (message: Message) => void
  readonly #message = new Message()
  readonly #parts: Buffer[] = []
  #held = 0
  #wanted = header

  /** `receive` is called for each message in its turn. */
  constructor(receive: (message: Message) => void) {
    this.#receive = receive
  }

  /** Takes bytes as they arrived. */
  take(chunk: Buffer): void {
    if (this.#held === 0) return this.#cut(chunk)
    this.#parts.push(chunk)
    this.#held += chunk.length
    // A value of many megabytes arrives in thousands of pieces: they are joined once, when all are there.
    if (this.#held >= this.#wanted) this.#cut(Buffer.concat(this.#parts.splice(0), this.#held))
  }

  #cut(bytes: Buffer): void {
    const { length } = bytes
    let at = 0
    let wanted = header
    while (at + header <= length) {
      wanted = 1 + bytes.readUInt32BE(at + 1)
      if (at + wanted > length) break
      this.#deliver(bytes, at, wanted)
      at += wanted
      wanted = header
    }
    this.#keep(bytes, at, wanted)
  }

  #deliver(bytes: Buffer, at: number, length: number): void {
    const message = this.#message
    message.code = bytes[at]!
    message.bytes = bytes
    message.at = at + header
    message.end = at + length
    this.#receive(message)
  }

  #keep(bytes: Buffer, at: number, wanted: number): void {
    this.#held = bytes.length - at
    this.#wanted = wanted
    if (this.#held > 0) this.#parts.push(bytes.subarray(at))
  }
}
