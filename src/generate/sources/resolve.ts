import { posix } from 'node:path'

/**
 * The paths at which the file may be that is imported by a specifier, the likeliest first; none for what is no file of the
 * project. `aliases` are the `paths` of tsconfig.json.
 */
export function candidates(specifier: string, importer: string, aliases: Aliases = {}): string[] {
  return targets(specifier, importer, aliases).flatMap(withEndings)
}

/** What `paths` in tsconfig.json says: patterns with one `*` at most, and what they stand for, relative to the project. */
export type Aliases = Readonly<Record<string, readonly string[]>>

function targets(specifier: string, importer: string, aliases: Aliases): string[] {
  if (/^\.\.?(?:\/|$)/.test(specifier)) return [posix.join(posix.dirname(importer), specifier)]
  return Object.entries(aliases).flatMap(([pattern, places]) => {
    const [before = '', after] = pattern.split('*')
    const rest = middleOf(specifier, before, after)
    return rest === undefined ? [] : places.map((place) => posix.normalize(place.replace('*', () => rest)))
  })
}

function middleOf(specifier: string, before: string, after: string | undefined): string | undefined {
  if (after === undefined) return specifier === before ? '' : undefined
  const fits = specifier.startsWith(before) && specifier.endsWith(after)
  return fits && specifier.length >= before.length + after.length
    ? specifier.slice(before.length, specifier.length - after.length)
    : undefined
}

const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

function withEndings(target: string): string[] {
  if (/\.(?:tsx?|[mc]ts)$/.test(target)) return [target]
  const ending = posix.extname(target)
  const written = sourcesOf[ending]?.map((source) => target.slice(0, -ending.length) + source) ?? []
  const bare = ['.ts', '.tsx', '/index.ts', '/index.tsx'].map((added) => posix.join(target, '.') + added)
  return [...written, ...bare.map((path) => posix.normalize(path))]
}
