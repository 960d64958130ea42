import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AbiEvent } from 'viem'
import { type ContractName, calledNames, contractNames, readEvents, readFunctions } from './abis.ts'

/**
 * Writes what a manifest's `./abis` holds into a folder, and returns the events of each contract.
 * @throws SubgraphBuildError if an artifact is missing.
 */
export async function writeAbis(dir: string): Promise<Record<ContractName, readonly AbiEvent[]>> {
  await mkdir(dir, { recursive: true })
  const write = (name: string, abi: readonly unknown[]) =>
    writeFile(join(dir, `${name}.json`), JSON.stringify(abi, null, 2))
  const entries = await Promise.all(
    contractNames.map(async (name) => [name, await readEvents(name)] as const),
  )
  for (const [name, events] of entries) await write(name, events)
  for (const name of calledNames) await write(name, await readFunctions(name))
  return Object.fromEntries(entries) as Record<ContractName, readonly AbiEvent[]>
}
