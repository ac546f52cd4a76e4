import { isWrong, type ProjectAnalysis } from './answers.ts'
import type { TypedQuery } from './output/index.ts'

/**
 * What the compiler is to know: the right queries, and the texts that it looks up though no call sends them. Such a text may be
 * sent by another call, which then says what it is; and two calls must not say different things of it.
 */
export function typedQueries({ queries, impossible }: ProjectAnalysis): TypedQuery[] {
  const right = queries.flatMap((query) => (isWrong(query) ? [] : [query]))
  const known = new Map<string, TypedQuery>(right.map((query) => [query.text, query]))
  const added = impossible.flatMap(({ file, line, text, params }): TypedQuery[] => {
    const before = known.get(text)
    if (before !== undefined && !before.impossible) return []
    const query = before ?? { file, line, text, columns: [], params, impossible: true }
    known.set(text, query)
    return [{ ...query, file, line }]
  })
  return [...right, ...added]
}
