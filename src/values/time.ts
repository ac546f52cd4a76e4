import { RowhouseError } from '../errors/index.ts'
import { type Codec, codec, malformed, mismatch } from './codec.ts'
import { textCodec, writeScalar } from './text.ts'

/**
 * `timestamptz`: a Date, exact to the millisecond (the microseconds below are cut off). `infinity` and what lies beyond a
 * Date throw `VALUE_OUT_OF_RANGE`.
 */
export const timestamptz: Codec = codec({
  name: 'timestamptz',
  decode: decodeTimestamptz,
  decodeBinary: decodeMicroseconds,
  write: writeTimestamptz,
})

/** `date`, `time`, `timetz`, `timestamp` or `interval`: a string. `shape` is an example of one, for the refusal of a Date. */
export function clockCodec(name: string, shape: string): Codec {
  const write = (value: unknown) => {
    if (value instanceof Date) throw mismatch(name, value, dateAdvice(shape))
    return writeScalar(name, value)
  }
  return codec({ name, decode: textCodec(name).decode, write })
}

function dateAdvice(shape: string): string {
  return `pass text such as '${shape}', because a Date would invent a time zone`
}

const DASH = 45
const PLUS = 43
const DOT = 46
const SPACE = 32
const COLON = 58
const LETTER_C = 67

// Date.UTC takes the years 0 to 99 for 1900 to 1999. The Gregorian calendar repeats every 400 years, so early years are
// computed in a later cycle and moved back.
const CYCLES = 13
const YEARS_PER_CYCLE = 400
const MS_PER_CYCLE = 146_097 * 86_400_000

// PostgreSQL counts microseconds from the year 2000 in 64 bits; the greatest and the smallest number are the infinities.
const EPOCH_2000 = 946_684_800_000

/** Reads the binary format. 2^32 microseconds are 4,294,967 ms and 296 µs, so that every step is exact in a number. */
function decodeMicroseconds(bytes: Buffer, start: number): Date {
  const high = bytes.readInt32BE(start)
  const low = bytes.readUInt32BE(start + 4)
  const date = new Date(EPOCH_2000 + high * 4_294_967 + Math.floor((high * 296 + low) / 1000))
  if (Number.isNaN(date.getTime())) throw beyondDate()
  return date
}

/** Reads `2024-02-29 13:37:00.123456+05:30`, with any year, offset and era that PostgreSQL writes in the ISO style. */
function decodeTimestamptz(text: string): Date {
  const month = text.indexOf('-', 4) + 1
  if (!hasIsoShape(text, month)) throw unreadable(text)
  const fraction = month + 14
  const zone = endOfFraction(text, fraction)
  const zoneMinutes = zone + 3
  const zoneSeconds = text.charCodeAt(zoneMinutes) === COLON ? zoneMinutes + 3 : zoneMinutes
  const sign = text.charCodeAt(zone) === DASH ? -1 : 1
  const year = yearOf(text, month - 1)
  const early = year < 100
  const time = Date.UTC(
    early ? year + CYCLES * YEARS_PER_CYCLE : year,
    twoDigits(text, month) - 1,
    twoDigits(text, month + 3),
    twoDigits(text, month + 6) - sign * twoDigits(text, zone + 1),
    twoDigits(text, month + 9) - sign * partAfterColon(text, zoneMinutes),
    twoDigits(text, month + 12) - sign * partAfterColon(text, zoneSeconds),
    milliseconds(text, fraction),
  )
  if (Number.isNaN(time)) throw beyondDate()
  return new Date(early ? time - CYCLES * MS_PER_CYCLE : time)
}

/** Whether the separators of `MM-DD HH:MM:SS` and the sign of an offset stand where they must. */
function hasIsoShape(text: string, month: number): boolean {
  if (month === 0 || text.charCodeAt(month + 2) !== DASH || text.charCodeAt(month + 5) !== SPACE) return false
  if (text.charCodeAt(month + 8) !== COLON || text.charCodeAt(month + 11) !== COLON) return false
  const sign = text.charCodeAt(endOfFraction(text, month + 14))
  return sign === PLUS || sign === DASH
}

function endOfFraction(text: string, at: number): number {
  if (text.charCodeAt(at) !== DOT) return at
  let end = at + 1
  while (isDigit(text.charCodeAt(end))) end++
  return end
}

function yearOf(text: string, end: number): number {
  const year = end === 4 ? twoDigits(text, 0) * 100 + twoDigits(text, 2) : +text.slice(0, end)
  return text.charCodeAt(text.length - 1) === LETTER_C ? 1 - year : year
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528
}

function partAfterColon(text: string, at: number): number {
  return text.charCodeAt(at) === COLON ? twoDigits(text, at + 1) : 0
}

function milliseconds(text: string, at: number): number {
  if (text.charCodeAt(at) !== DOT) return 0
  return digitAt(text, at + 1) * 100 + digitAt(text, at + 2) * 10 + digitAt(text, at + 3)
}

/** The digit at that place, 0 where the fraction has ended: PostgreSQL leaves trailing zeros away. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return isDigit(code) ? code - 48 : 0
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function unreadable(text: string): RowhouseError {
  if (text.endsWith('infinity')) return beyondDate()
  return malformed('timestamptz', "run `set datestyle to 'ISO'`")
}

function beyondDate(): RowhouseError {
  return new RowhouseError(
    'VALUE_OUT_OF_RANGE',
    'a timestamptz is infinite or beyond what a Date can hold; cast it to text',
    { facts: { type: 'timestamptz' } },
  )
}

function writeTimestamptz(value: unknown): string {
  if (typeof value === 'string') return value
  if (!(value instanceof Date)) throw mismatch('timestamptz', value, 'pass a Date, or text with an offset')
  if (Number.isNaN(value.getTime())) throw mismatch('timestamptz', value, 'check how the Date was made')
  return postgresYear(value)
}

/** The ISO text of a Date with its year as PostgreSQL writes it: no sign, and ` BC` instead of years below 1. */
function postgresYear(date: Date): string {
  const iso = date.toISOString()
  const year = date.getUTCFullYear()
  if (year > 0 && year <= 9999) return iso
  const rest = iso.slice(iso.indexOf('-', 1))
  return year > 0 ? `${year}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`
}
