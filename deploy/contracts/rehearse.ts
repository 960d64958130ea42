import type { Hex } from 'viem'
import type { Environment } from './environment.ts'
import type { GimbalModule } from './gimbalModule.ts'

/**
 * Deploys on a chain inside this process, from the first transaction to the last.
 *
 * @returns the gas that each step used, in their order. A chain with other prices (most rollups add their own
 *   share) uses another amount.
 */
export async function rehearse(environment: Environment, module: GimbalModule): Promise<bigint[]> {
  const connection = await environment.network.create('rehearsal')
  try {
    await connection.ignition.deploy(module, { config: { blockPollingInterval: 50 } })
    const count = Number(await connection.provider.request({ method: 'eth_blockNumber' }))
    const gas: bigint[] = []
    // Each step waits for the one before it, so that a block holds one.
    for (let number = 1; number <= count; number += 1) {
      const block = (await connection.provider.request({
        method: 'eth_getBlockByNumber',
        params: [`0x${number.toString(16)}`, false],
      })) as { gasUsed: Hex }
      gas.push(BigInt(block.gasUsed))
    }
    return gas
  } finally {
    await connection.close()
  }
}
