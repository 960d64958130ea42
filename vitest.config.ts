import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Hardhat keeps a native chain in its process, and the bootstrap's tests send signals: both want one of their own.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    watch: false,
    coverage: {
      provider: 'v8',
      include: [
        'abi/**',
        'bot/**',
        'cli/**',
        'core/**',
        'governance/**',
        'keys/**',
        'observation/**',
        'query/**',
        'scripts/**',
        'snapshot/**',
        'stack/**',
      ],
      reporter: ['text'],
      reportsDirectory: 'build/coverage',
    },
  },
})
