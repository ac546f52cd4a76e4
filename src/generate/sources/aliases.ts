import { posix } from 'node:path'
import type { Aliases } from './resolve.ts'

/** The `paths` in the text of a tsconfig.json, from its folder; none where there are none, or it cannot be read. What it extends is not looked at. */
export function readAliases(text: string | undefined): Aliases {
  const { baseUrl, paths } = compilerOptionsOf(text)
  if (!isRecord(paths)) return {}
  const base = typeof baseUrl === 'string' ? baseUrl : '.'
  return Object.fromEntries(Object.entries(paths).map(([pattern, places]) => [pattern, placesOf(places, base)]))
}

function placesOf(places: unknown, base: string): string[] {
  if (!Array.isArray(places)) return []
  return places.filter((place) => typeof place === 'string').map((place) => posix.join(base, place))
}

function compilerOptionsOf(text: string | undefined): Record<string, unknown> {
  const config = text === undefined ? undefined : parseLenient(text)
  return isRecord(config) && isRecord(config.compilerOptions) ? config.compilerOptions : {}
}

/** JSON as tsconfig.json has it: with comments, and commas before a closing bracket. */
function parseLenient(text: string): unknown {
  const pieces = /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
  const bare = text.replace(pieces, (_, string?: string) => string ?? '')
  try {
    return JSON.parse(bare.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string?: string) => string ?? ''))
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
