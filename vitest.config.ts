import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['rowhouse:source'] },
  ssr: { resolve: { conditions: ['rowhouse:source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'apps/*/{src,test}/**/*.test.ts'],
    globalSetup: 'test/support/server.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
