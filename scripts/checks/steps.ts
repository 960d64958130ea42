import { join } from 'node:path'
import { countHardhat, countOne, countVitest } from './counts.ts'
import type { Step } from './runStep.ts'
import type { Stage } from './runSteps.ts'

const solidity = ['contracts/**/*.sol', 'test/{contracts,proofs}/**/*.sol']

/** Vitest's report file, for the counts. */
export const vitestReport = 'build/vitest.json'

/**
 * All that `npm test` runs. First what all else needs; then the checks, beside the compiler of the contracts' tests; at
 * last the tests: those of Vitest wait for a chain, a database or the clock most of the time, and those of the contracts
 * compute meanwhile. Both need the compiled contracts, and Hardhat must not write them twice at a time.
 */
export function stages(root: string): readonly Stage[] {
  return [[[build]], [checks, [solidityBuild]], [[solidityTests], [vitest(root)]]]
}

const build: Step = { name: 'build', command: ['node', 'scripts/bootstrap.mjs'], count: countOne }

const checks: readonly Step[] = [
  {
    name: 'format and lint',
    command: ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'],
    count: countOne,
  },
  {
    name: 'prettier (Solidity)',
    command: ['prettier', '--check', ...solidity, 'examples/*/{contracts,src,test}/**/*.sol'],
    count: countOne,
  },
  {
    name: 'solhint',
    command: ['solhint', '--disc', '--noPoster', '--max-warnings', '0', ...solidity],
    count: countOne,
  },
  { name: 'types', command: ['tsc'], count: countOne },
  {
    name: 'rooms (who may import whom)',
    command: ['depcruise', '--config', '.dependency-cruiser.mjs', '.'],
    count: countOne,
  },
  { name: 'dead code', command: ['knip', '--no-progress'], count: countOne },
]

const solidityBuild: Step = {
  name: 'solidity build',
  command: ['hardhat', 'build'],
  count: countOne,
}

const solidityTests: Step = {
  name: 'solidity tests',
  command: ['hardhat', 'test', 'solidity'],
  count: (_status, output) => countHardhat(output),
}

const vitest = (root: string): Step => ({
  name: 'vitest',
  command: [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ],
  count: () => countVitest(join(root, vitestReport)),
})
