import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst, workers } from './test/support/longestFirst.ts'

// Each test file and each command line that it starts is a process of its own: what one has compiled, the others read.
// Coverage is less exact with it.
if (!process.argv.includes('--coverage')) {
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('build/compiled', import.meta.url))
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Hardhat keeps a native chain in its process, and the bootstrap's tests send signals: both want one of their own.
    pool: 'forks',
    maxWorkers: workers,
    sequence: { sequencer: LongestFirst },
    // Against hanging alone: a machine with much else to do takes many times as long, and is right all the same.
    testTimeout: 180_000,
    hookTimeout: 600_000,
    teardownTimeout: 300_000,
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
        'deployments/**',
        'governance/**',
        'keys/**',
        'market/**',
        'observation/**',
        'prices/**',
        'query/**',
        'scripts/**',
        'snapshot/**',
        'stack/**',
        'strategy/**',
        'verify/**',
        'web/**',
      ],
      reporter: ['text'],
      reportsDirectory: 'build/coverage',
    },
  },
})
