import { defineConfig } from 'vitest/config'

const variables = [
  ...['DATABASE_URL', 'MIGRATION_DATABASE_URL'],
  ...['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME', 'DB_SSL', 'DB_MAX_CONNECTIONS'],
]

export default defineConfig({
  resolve: { conditions: ['rowhouse:source'] },
  ssr: { resolve: { conditions: ['rowhouse:source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', '{apps,packages}/*/{src,test}/**/*.test.ts'],
    // What the one who runs the tests has set is for the set-up below; the tests themselves begin with nothing.
    env: Object.fromEntries(variables.map((name) => [name, ''])),
    globalSetup: 'test/support/server.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
