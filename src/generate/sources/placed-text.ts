/** A text that stands in a file, and where each of its characters stands there. */
export interface PlacedText {
  readonly text: string
  /** For each UTF-16 unit of the text, and for its end, the offset in the file, in UTF-16 units from 0. */
  readonly places: readonly number[]
}

/**
 * The text that the source between two offsets means inside quotes or backticks: escapes are what they stand for, and the
 * line ends of a template are `\n`, as the language has it.
 */
export function decoded(source: string, from: number, to: number): PlacedText {
  const places: number[] = []
  let text = ''
  for (let at = from; at < to; ) {
    const { means, length } = pieceAt(source, at)
    for (let unit = 0; unit < means.length; unit += 1) places.push(at)
    text += means
    at += length
  }
  return { text, places: [...places, to] }
}

/** A text that stands nowhere as such, like the value of a variable: all of it is where the node stands that uses it. */
export function pinned(
  text: string,
  { start, end }: { readonly start?: number | null; readonly end?: number | null },
): PlacedText {
  return { text, places: [...Array<number>(text.length).fill(start!), end!] }
}

/** One text behind the other. */
export function joined(left: PlacedText, right: PlacedText): PlacedText {
  return { text: left.text + right.text, places: [...left.places.slice(0, -1), ...right.places] }
}

/** The offset in the file of an offset in the text. What lies beyond its last word is the place after that word. */
export function placeOf({ text, places }: PlacedText, offset: number): number {
  return places[Math.min(offset, text.trimEnd().length)]!
}

interface Piece {
  readonly means: string
  /** How much of the source it takes, in UTF-16 units. */
  readonly length: number
}

const escapes = /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\n\r\u2028\u2029])|([\s\S]))/y
const letters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
}

function pieceAt(source: string, at: number): Piece {
  if (source[at] === '\\') return escapeAt(source, at)
  if (source[at] !== '\r') return { means: source[at]!, length: 1 }
  return { means: '\n', length: source[at + 1] === '\n' ? 2 : 1 }
}

function escapeAt(source: string, at: number): Piece {
  escapes.lastIndex = at
  const [whole = '\\', braced, four, two, lineEnd, character = ''] = escapes.exec(source) ?? []
  const hexadecimal = braced ?? four ?? two
  if (hexadecimal !== undefined) {
    return { means: String.fromCodePoint(Number.parseInt(hexadecimal, 16)), length: whole.length }
  }
  // A backslash before the end of a line joins the lines.
  return { means: lineEnd === undefined ? (letters[character] ?? character) : '', length: whole.length }
}
