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
        'backtest/**',
        'bot/**',
        'cli/**',
        'client/**',
        'core/**',
        'deploy/**',
        'governance/**',
        'keys/**',
        'market/**',
        'observation/**',
        'query/**',
        'scripts/**',
        'snapshot/**',
        'stack/**',
        'verify/**',
      ],
      reporter: ['text'],
      reportsDirectory: 'build/coverage',
    },
  },
})
