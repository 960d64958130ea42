import { fileURLToPath } from 'node:url'
import hardhatIgnitionViem from '@nomicfoundation/hardhat-ignition-viem'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import type { Hex } from 'viem'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

export interface EnvironmentOptions {
  chainId: number
  /** Where the journal of the deployment is kept, in `deployments/chain-CHAINID`. */
  journalRoot?: string
  /** A chain to send to; without it there is only the one inside this process. */
  target?: { url: string; key: Hex }
}

/** Hardhat with Ignition and the built contracts: `rehearsal` is a chain in this process, `target` the real one. */
export function createEnvironment({ chainId, journalRoot, target }: EnvironmentOptions) {
  return createHardhatRuntimeEnvironment(
    {
      plugins: [hardhatIgnitionViem],
      paths: {
        artifacts: 'build/artifacts',
        cache: 'build/cache',
        ...(journalRoot !== undefined && { ignition: journalRoot }),
      },
      networks: {
        // The EVM version that the contracts are compiled for.
        rehearsal: { type: 'edr-simulated', chainType: 'l1', hardfork: 'osaka', chainId },
        ...(target !== undefined && {
          target: {
            type: 'http' as const,
            chainType: 'generic' as const,
            chainId,
            url: target.url,
            accounts: [target.key],
          },
        }),
      },
    },
    {},
    projectRoot,
  )
}

export type Environment = Awaited<ReturnType<typeof createEnvironment>>
