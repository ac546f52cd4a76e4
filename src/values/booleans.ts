import { type Codec, codec } from './codec.ts'
import { writeScalar } from './text.ts'

const LETTER_T = 116

/** `bool`: a boolean. PostgreSQL writes `t` and `f`. */
export const bool: Codec = codec({
  name: 'bool',
  decode: (text) => text.charCodeAt(0) === LETTER_T,
  decodeBinary: (bytes, start) => bytes[start] === 1,
  write: (value) => writeScalar('bool', value),
})
