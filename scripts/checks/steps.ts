import { join } from 'node:path'
import { countHardhat, countOne, countVitest } from './counts.ts'
import type { Step } from './runStep.ts'

const solidity = ['contracts/**/*.sol', 'test/contracts/**/*.sol']

/** Vitest's report file, for the counts. */
export const vitestReport = 'build/vitest.json'

/** All that `npm test` runs, in order. */
export function steps(root: string): readonly Step[] {
  return [
    { name: 'build', command: ['node', 'scripts/bootstrap.mjs'], count: countOne },
    {
      name: 'format and lint',
      command: ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'],
      count: countOne,
    },
    { name: 'prettier (Solidity)', command: ['prettier', '--check', ...solidity], count: countOne },
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
    {
      name: 'solidity tests',
      command: ['hardhat', 'test', 'solidity'],
      count: (_status, output) => countHardhat(output),
    },
    {
      name: 'vitest',
      command: [
        'vitest',
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${vitestReport}`,
      ],
      count: () => countVitest(join(root, vitestReport)),
    },
  ]
}
