import { join } from 'node:path'
import hre from 'hardhat'
import { withLock } from '../../scripts/setup/withLock.mjs'

/**
 * Compiles contracts that only tests have, where that has not been done. Hardhat writes one cache for all of its runs:
 * of several processes one compiles at a time.
 *
 * @param names Of files in `test/contracts/support`.
 */
export async function buildSolidity(...names: string[]): Promise<void> {
  const files = names.map((name) => `test/contracts/support/${name}.sol`)
  const compile = () => hre.tasks.getTask('build').run({ files, noContracts: true, quiet: true })
  await withLock(join(hre.config.paths.root, 'build', 'setup.lock'), compile)
}
