import { RowhouseError } from '../errors/index.ts'
import { kindOf, scalarText } from './codec.ts'
import type { TypeRegistry } from './registry.ts'

/**
 * Encodes a value whose type needs no look-up: null, a boolean, a bigint, and a number that every numeric type takes;
 * `undefined` when the type of the parameter decides (a string, a Date, an array, an object, bytes, −0, NaN, the infinities).
 */
export function encodeUntyped(value: unknown): string | null | undefined {
  if (value === null) return null
  if (typeof value === 'string') return undefined
  if (typeof value === 'number' && (Object.is(value, -0) || !Number.isFinite(value))) return undefined
  return scalarText(value)
}

/**
 * Encodes the parameters of a statement for its parameter types, which the registry must know. Throws `INVALID_PARAMETER`
 * with the parameter's number, its type and the kind of what was given, never the value.
 */
export function encodeParams(
  registry: TypeRegistry,
  oids: readonly number[],
  params: readonly unknown[],
): (string | null)[] {
  if (params.length !== oids.length) throw wrongCount(oids.length, params.length)
  return oids.map((oid, index) => encodeParam(registry, oid, index + 1, params[index]))
}

function encodeParam(registry: TypeRegistry, oid: number, parameter: number, value: unknown): string | null {
  const encode = registry.encoder(oid)
  if (encode === undefined) throw unknownType(parameter, oid)
  try {
    return wellFormed(encode(value))
  } catch (error) {
    if (error instanceof RowhouseError) throw located(error, parameter, registry.typeName(oid), value)
    throw error
  }
}

// UTF-8 has no form for half of a surrogate pair; sent as it is, it would arrive as another character.
function wellFormed(text: string | null): string | null {
  if (text === null || text.isWellFormed()) return text
  throw new RowhouseError(
    'INVALID_PARAMETER',
    'it holds half of a surrogate pair, which UTF-8 cannot express; correct the text',
  )
}

function located(error: RowhouseError, parameter: number, type: string | undefined, value: unknown): RowhouseError {
  return new RowhouseError(error.code, `$${parameter} is ${type}: ${error.message}`, {
    facts: { parameter, type, given: kindOf(value) },
    cause: error.cause,
  })
}

function wrongCount(expected: number, given: number): RowhouseError {
  return new RowhouseError(
    'INVALID_PARAMETER',
    `the statement takes ${count(expected)} and was given ${given}; pass one value for each $n in its text`,
    { facts: { expected, given } },
  )
}

function count(parameters: number): string {
  return parameters === 1 ? '1 parameter' : `${parameters} parameters`
}

function unknownType(parameter: number, oid: number): RowhouseError {
  return new RowhouseError(
    'INVALID_PARAMETER',
    `the type of $${parameter} (oid ${oid}) was not looked up; run typeQuery and learn its answer first`,
    { facts: { parameter, oid } },
  )
}
