import { malformed } from './codec.ts'

const QUOTE = 34
const BACKSLASH = 92

/** A place in the text of an array, a composite or a range, which share their way of quoting. */
export class Cursor {
  readonly #type: string
  readonly #text: string
  #at: number

  constructor(type: string, text: string, at = 0) {
    this.#type = type
    this.#text = text
    this.#at = at
  }

  /** The character code here, without moving; NaN at the end. */
  peek(): number {
    return this.#text.charCodeAt(this.#at)
  }

  /** The character code here, and one step on. */
  next(): number {
    return this.#text.charCodeAt(this.#at++)
  }

  /** One step on, over exactly this character. */
  expect(code: number): void {
    if (this.next() !== code) throw this.malformed()
  }

  /** The field that begins here, quoted or bare up to one of the two closing characters; null if there is nothing at all. */
  field(closer: number, otherCloser: number): string | null {
    const code = this.peek()
    if (code === closer || code === otherCloser) return null
    return code === QUOTE ? this.quoted() : this.bare(closer, otherCloser)
  }

  /** The bare text from here up to one of the two closing characters. */
  bare(closer: number, otherCloser: number): string {
    const start = this.#at
    for (let code = this.peek(); code !== closer && code !== otherCloser; code = this.peek()) {
      if (Number.isNaN(code)) throw this.malformed()
      this.#at++
    }
    return this.#text.slice(start, this.#at)
  }

  /** The quoted text that begins here, in which `\"` and `""` both are a quote. */
  quoted(): string {
    let text = ''
    let start = ++this.#at
    for (let code = this.next(); !this.#closes(code); code = this.next()) {
      if (code !== BACKSLASH && code !== QUOTE) continue
      text += this.#text.slice(start, this.#at - 1)
      start = this.#at++
    }
    return text + this.#text.slice(start, this.#at - 1)
  }

  /** Whether a character inside quotes ends them: a quote that does not stand for itself before another. */
  #closes(code: number): boolean {
    if (Number.isNaN(code)) throw this.malformed()
    return code === QUOTE && this.peek() !== QUOTE
  }

  /** The error for text that does not have the shape its type says. */
  malformed(): Error {
    return malformed(this.#type, 'if the type was altered, connect again')
  }
}

/** The text in quotes, as arrays, composites and ranges all read it. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
