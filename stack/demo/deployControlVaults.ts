import type { Address } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { createChainClient, deployArtifact } from '../local/chainClient.ts'
import { deployVault } from '../local/deployVault.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import { createFixedVector } from './createFixedVector.ts'
import { withSteadyTime } from './withSteadyTime.ts'

/** The vaults to compare with, each with the band that was set for it once. */
const controls = {
  // 100 %: nothing is ever outside.
  hold: { symbol: 'gHOLD', bandPips: 1_000_000n },
  // 2.5 %
  fixed: { symbol: 'gFIX', bandPips: 25_000n },
  // Whatever the drift is, when its keeper calls.
  clock: { symbol: 'gCLK', bandPips: 0n },
}

/** The vaults to compare with, by what they do. */
export type ControlVaults = Record<keyof typeof controls, Address>

/**
 * Deploys the controls: vaults with the settings of the stack's vault, except the contract that they read parameters from.
 * Blocks come with transactions meanwhile, so this is for the time before a replay.
 *
 * @throws StackNotBuiltError, StackChainError
 */
export function deployControlVaults(
  stack: Pick<Stack, 'urls' | 'addresses'>,
): Promise<ControlVaults> {
  const client = createChainClient(stack.urls.rpc)
  const { deployer } = localAccounts
  const artifact = readArtifact('tools/FixedParameters')
  const deploy = async ({ symbol, bandPips }: { symbol: string; bandPips: bigint }) => {
    const args = [createFixedVector(bandPips)]
    const riskParameters = await deployArtifact(client, deployer, 'FixedParameters', artifact, args)
    const label = { name: `Gimbal control vault ${symbol}`, symbol }
    return deployVault(client, { riskParameters }, stack.addresses.venue, label)
  }
  return askChain('deploying the control vaults', () =>
    withSteadyTime(client, async () => {
      const hold = await deploy(controls.hold)
      const fixed = await deploy(controls.fixed)
      return { hold, fixed, clock: await deploy(controls.clock) }
    }),
  )
}
