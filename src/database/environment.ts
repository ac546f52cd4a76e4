import { RowhouseError } from '../errors/index.ts'

/** Variables as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A whole number in the environment, `undefined` if it is not set. Throws `INVALID_ENVIRONMENT` naming the variable. */
export function readInteger(
  environment: Environment,
  name: string,
  range: { least: number; most: number },
): number | undefined {
  const text = environment[name]?.trim()
  if (!text) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= range.least && value <= range.most) return value
  throw invalid(name, text, `a whole number from ${range.least} to ${range.most}`)
}

/** A yes or no in the environment; `false` if it is not set. Throws `INVALID_ENVIRONMENT` naming the variable. */
export function readBoolean(environment: Environment, name: string, allowed = 'true or false'): boolean {
  const text = environment[name]?.trim().toLowerCase()
  if (!text || ['false', '0', 'off', 'no'].includes(text)) return false
  if (['true', '1', 'on', 'yes'].includes(text)) return true
  throw invalid(name, text, `one of ${allowed}`)
}

function invalid(variable: string, value: string, wanted: string): RowhouseError {
  return new RowhouseError('INVALID_ENVIRONMENT', `${variable} is "${value}"; set it to ${wanted}`, {
    facts: { variable },
  })
}
