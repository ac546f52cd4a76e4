/** What the statistics of one version of a question say against it. */
export interface Item {
  readonly facility: number | null
  readonly discrimination: number | null
  readonly options: readonly {
    readonly option: string | null
    readonly is_right: boolean | null
    readonly share: number | null
  }[]
}

/**
 * Why an author should look at a question again: too easy or too hard to tell learners apart (facility below 0.25 or above
 * 0.95), right answers that do not go with knowing the rest (discrimination below 0.2), a wrong option that nobody picks.
 */
export function warningsAbout({ facility, discrimination, options }: Item): string[] {
  const dead = options.filter(({ is_right, share }) => is_right === false && share === 0)
  return [
    ...(facility !== null && facility < 0.25 ? ['hardly anybody answers it right'] : []),
    ...(facility !== null && facility > 0.95 ? ['nearly everybody answers it right'] : []),
    ...(discrimination !== null && discrimination < 0.2 ? ['who answers it right does not know the rest better'] : []),
    ...dead.map(({ option }) => `nobody picks option ${option}`),
  ]
}
