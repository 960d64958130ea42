import { type Address, type Hex, isAddressEqual, type PublicClient } from 'viem'
import { formatMarket, type MarketConfig } from '../../governance/index.ts'
import { classifyEvidence, type MarketEvidence } from './classifyEvidence.ts'
import { type ReporterSettings, readReporterSettings } from './readReporter.ts'
import { readReporterKinds } from './readReporterKinds.ts'

interface MarketOf {
  riskParameters: Address
  marketId: Hex
  config: Pick<MarketConfig, 'reporters' | 'threshold'>
}

/** The reporter by which anybody may push, or in words why there is none. */
export type ProvenReporter =
  | { address: Address; settings: ReporterSettings; problem?: undefined }
  | { problem: string }

const why: Readonly<Record<MarketEvidence, string>> = {
  signed: 'it takes signed evidence only',
  both: 'its evidence has to be signed besides',
  none: 'no evidence reaches its threshold',
  proven: 'its proven reporter is of another market',
  either: 'its proven reporter is of another market',
}

/**
 * A market's proven reporter, the first one whose push is enough.
 *
 * @param blockNumber - The block whose state is read.
 * @throws viem's errors if the node fails.
 */
export async function findProvenReporter(
  client: Pick<PublicClient, 'readContract'>,
  { riskParameters, marketId, config }: MarketOf,
  blockNumber: bigint,
): Promise<ProvenReporter> {
  const { reporters, threshold } = config
  const kinds = await readReporterKinds(client, reporters, blockNumber)
  const evidence = classifyEvidence(kinds, threshold)
  if (evidence === 'proven' || evidence === 'either') {
    const proven = reporters.filter((_, at) => kinds[at] === 'proven')
    for (const address of proven) {
      const settings = await readReporterSettings(client, address, blockNumber)
      const isOwn = isAddressEqual(settings.riskParameters, riskParameters)
      if (isOwn && settings.marketId === marketId) return { address, settings }
    }
  }
  const what = `nobody can push to ${formatMarket(marketId)} without signatures: ${why[evidence]}`
  return { problem: `${what}; have voters name a proven reporter` }
}
