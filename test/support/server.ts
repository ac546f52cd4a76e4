import type { TestProject } from 'vitest/node'
import { startTestServer } from '../../src/testing/index.ts'

/**
 * One PostgreSQL server for the whole run: that of `TEST_DATABASE_URL` or `DATABASE_URL`, or one that is started here and stopped
 * at the end. The tests make databases of their own there and drop them again; the user must be a superuser.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL || process.env.DATABASE_URL
  if (given?.startsWith('postgres')) {
    project.provide('serverUrl', given)
    return async () => undefined
  }
  const server = await startTestServer()
  project.provide('serverUrl', server.url)
  return () => server.dispose()
}
