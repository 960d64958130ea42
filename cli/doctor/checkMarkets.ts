import { type PublicClient, zeroAddress } from 'viem'
import type { StartCheck } from '../../bot/checkStart.ts'
import { compareWithChain } from '../../client/chains/compareWithChain.ts'
import { readChain } from '../../client/chains/readChain.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import { loadCore } from '../../core/index.ts'
import { formatMarket } from '../../governance/index.ts'
import type { Network } from '../network/readNetwork.ts'
import { mend, pass } from './check.ts'

/** Whether each market's model is the core here, and its settings fit the chain. */
export async function checkMarkets(
  client: PublicClient,
  { addresses, startBlock, chainId }: Network,
): Promise<StartCheck[]> {
  const [core, chain, { markets }] = await Promise.all([
    loadCore(),
    readChain(client, chainId),
    readMarkets(client, addresses.riskParameters, startBlock),
  ])
  if (markets.size === 0) {
    return [pass('markets', 'none yet; governance/examples/market.yaml is a draft of one')]
  }
  return [...markets].flatMap(([id, config]) => {
    const name = formatMarket(id)
    const { model, coreHash } = config
    const { notes, warnings } = compareWithChain(config, chain)
    const isOther = model !== zeroAddress && coreHash !== core.hash
    const advice = 'install the release that was voted on'
    return [
      ...(isOther
        ? [
            mend(
              name,
              `its model is the twin of the core ${coreHash}, here is ${core.hash}; ${advice}`,
            ),
          ]
        : []),
      ...notes.map((note) => pass(name, note)),
      ...warnings.map((warning) => mend(name, warning)),
    ]
  })
}
