import type { Address } from 'viem'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { type Parameters, parameterMax } from '../../core/index.ts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { createChainClient, deployArtifact } from '../local/chainClient.ts'
import { deployVault } from '../local/deployVault.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import { withSteadyTime } from './withSteadyTime.ts'

/** Numbers as a protocol sets them by hand, once: a band, and at its edge the whole way back. */
const fixedVector: Parameters = {
  aggressivenessPips: 1_000_000n, // 100 %: all of the drift
  bandPips: 25_000n, // 2.5 %
  maxTradeUsd: parameterMax.maxTradeUsd, // no limit
  intervalSec: defaultPolicy.epochSec,
  // A constant mix without debt reads neither.
  cppiMultiplierE3: 2_000n,
  guardPips: 200_000n,
  lotPips: 0n,
  returnPips: 0n, // to the target itself
}

/**
 * Deploys the control: a vault with the settings of the stack's vault, except the contract that it reads parameters from. Blocks
 * come with transactions meanwhile, so this is for the time before a replay.
 *
 * @throws StackNotBuiltError, StackChainError
 */
export function deployControlVault(stack: Pick<Stack, 'urls' | 'addresses'>): Promise<Address> {
  const client = createChainClient(stack.urls.rpc)
  const { deployer } = localAccounts
  return askChain('deploying the control vault', () =>
    withSteadyTime(client, async () => {
      const artifact = readArtifact('tools/FixedParameters')
      const name = 'FixedParameters'
      const riskParameters = await deployArtifact(client, deployer, name, artifact, [fixedVector])
      const label = { name: 'Gimbal control vault', symbol: 'gCTL' }
      return deployVault(client, { riskParameters }, stack.addresses.venue, label)
    }),
  )
}
