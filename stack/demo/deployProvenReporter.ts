import type { Address } from 'viem'
import { createProvenSettings } from '../../deploy/evidence/provenSettings.ts'
import { DEFAULT_VARIANCE_CAP } from '../../deploy/evidence/varianceCap.ts'
import { fromAbiConfig } from '../../governance/index.ts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { createChainClient, deployArtifact } from '../local/chainClient.ts'
import { createLocalMarket, PROVEN_MARKET_ID } from '../local/localMarket.ts'
import type { Stack } from '../local/stack.ts'
import { askChain } from './askChain.ts'
import type { MarketStack } from './createMarketDocument.ts'
import { withSteadyTime } from './withSteadyTime.ts'

/** As on Ethereum: the replayed blocks are its own. */
const BLOCK_TIME_MS = 12_000

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
  const market = createLocalMarket(venue, vault, marketStart, marketPolicy)
  const { riskParameters } = governance
  const settings = createProvenSettings(
    { riskParameters, marketId: PROVEN_MARKET_ID },
    fromAbiConfig(market).source,
    {
      isLean: false,
      // It asks the portfolio, as the index does: what is compared is how both measure, not what they take for its value.
      valuesHoldings: false,
      varianceCap: DEFAULT_VARIANCE_CAP,
      minFeeAgeBlocks: undefined,
      maxFeeAgeBlocks: undefined,
    },
    BLOCK_TIME_MS,
  )
  const artifact = readArtifact('evidence/ProvenReporter')
  const { deployer } = localAccounts
  return askChain('deploying the reporter that measures for itself', () =>
    withSteadyTime(client, () =>
      deployArtifact(client, deployer, 'ProvenReporter', artifact, [settings]),
    ),
  )
}
