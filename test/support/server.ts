import type { TestProject } from 'vitest/node'
import { startTestServer } from '../../src/testing/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
  }
}

/** One PostgreSQL server for the whole run: `TEST_DATABASE_URL`, or one that is started here and stopped at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    project.provide('serverUrl', given)
    return async () => undefined
  }
  const server = await startTestServer()
  project.provide('serverUrl', server.url)
  return () => server.dispose()
}
