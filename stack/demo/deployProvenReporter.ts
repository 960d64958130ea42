import type { Address } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { createChainClient, deployArtifact } from '../local/chainClient.ts'
import { createLocalMarket, PROVEN_MARKET_ID } from '../local/localMarket.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import type { MarketStack } from './createMarketDocument.ts'
import { withSteadyTime } from './withSteadyTime.ts'

/** What one walk says of the variance is cut to so many times the usual one. */
const VARIANCE_CAP = 512
/** The earlier of the two base fees: five minutes to what a chain remembers of its hashes. */
const MIN_FEE_AGE_BLOCKS = 25
const MAX_FEE_AGE_BLOCKS = 256

/**
 * Deploys the contract that measures the local market for itself, for a vote to name: it measures what voters are asked to have
 * measured, word for word.
 *
 * @throws StackNotBuiltError, StackChainError
 */
export function deployProvenReporter({
  urls,
  addresses: { governance, venue, vault },
  marketStart,
  marketPolicy,
}: MarketStack & Pick<Stack, 'urls'>): Promise<Address> {
  const client = createChainClient(urls.rpc)
  const { source } = createLocalMarket(venue, vault, marketStart, marketPolicy)
  const settings = {
    riskParameters: governance.riskParameters,
    marketId: PROVEN_MARKET_ID,
    source,
    isLean: false,
    // It asks the portfolio, as the index does: what is compared is how both measure, not what they take for its value.
    valuesHoldings: false,
    varianceCap: VARIANCE_CAP,
    minFeeAgeBlocks: MIN_FEE_AGE_BLOCKS,
    maxFeeAgeBlocks: MAX_FEE_AGE_BLOCKS,
  }
  const artifact = readArtifact('evidence/ProvenReporter')
  const { deployer } = localAccounts
  return askChain('deploying the reporter that measures for itself', () =>
    withSteadyTime(client, () =>
      deployArtifact(client, deployer, 'ProvenReporter', artifact, [settings]),
    ),
  )
}
