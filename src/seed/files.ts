import type { SeedContext } from './seed.ts'

/** The rows of a CSV file: `rows: csv('data/levels.csv')`. The path is relative to the project's folder. */
export function csv(path: string): (context: SeedContext) => AsyncIterable<Record<string, string | null>> {
  return ({ readCsv }) => readCsv(path)
}

/** The rows of a JSON file that holds an array: `rows: json('data/levels.json')`. */
export function json<R extends object = Record<string, unknown>>(path: string): (context: SeedContext) => Promise<R[]> {
  return ({ readJson }) => readJson<R[]>(path)
}
