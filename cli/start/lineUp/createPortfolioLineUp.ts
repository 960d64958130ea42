import { portfolioAbi, positionVaultAbi } from '../../../abi/index.ts'
import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import { createKeeper } from '../../../stack/demo/createKeeper.ts'
import { fundKeepers } from '../../../stack/demo/fundKeepers.ts'
import { passUntil } from '../../../stack/demo/passUntil.ts'
import { priceBlocks } from '../../../stack/demo/priceBlocks.ts'
import { withSteadyTime } from '../../../stack/demo/withSteadyTime.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import {
  type ChainClient,
  createChainClient,
  deployArtifact,
} from '../../../stack/local/chainClient.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { deployTwins, type TwinVault, twinNames } from '../../../stack/portfolio/deployTwins.ts'
import { openPositions } from '../../../stack/portfolio/openPositions.ts'
import type { PortfolioKind, PortfolioVenues } from '../../../stack/portfolio/portfolioKind.ts'
import { portfolioKinds } from '../../../stack/portfolio/portfolioKinds.ts'
import type { PortfolioName } from '../../../stack/portfolio/portfolioNames.ts'
import { readPoolRootX96, restorePoolPrice } from '../../../stack/portfolio/restorePoolPrice.ts'
import { samplePositions } from '../../../stack/portfolio/samplePositions.ts'
import { summarizePositions } from '../summarizePositions.ts'
import type { ReadVault } from '../watchChain.ts'
import type { CreateLineUp, LineUpOptions } from './lineUp.ts'

/** Before the vote: positions are open, and each vault reads its own parameters. */
const OPEN_BEFORE_SEC = 90n
/** For opening them: an epoch after the contracts, and two more for what is left. */
const OPENING_SEC = 2_100n
const QUOTE_UNIT = 1e6

/** A vault with a position on other venues, and its two twins, each with adapters and a keeper of its own. */
export function createPortfolioLineUp(portfolio: PortfolioName): CreateLineUp {
  const kind = portfolioKinds[portfolio]
  return async (options) => {
    const { stack, day } = options
    const client = createChainClient(stack.urls.rpc)
    const { venues, twins } = await prepare(kind, client, options)
    const accounts = await fundKeepers(stack, twinNames)
    const addresses = twins.map(({ vault }) => vault)
    const sampler = samplePositions(client, addresses, QUOTE_UNIT)
    const prices = new Map(
      priceBlocks(day.recording, day.from, day.to).map(({ at, price }) => [at, price]),
    )
    return {
      market: {
        urls: stack.urls,
        chainId: stack.chainId,
        marketStart: stack.marketStart,
        marketPolicy: stack.marketPolicy,
        addresses: Object.assign({}, stack.addresses, { vault: addresses[0] }),
        vaultText: kind.vaultText,
      },
      vaults: twins.map(({ name, vault }) => ({ name, address: vault })),
      createKeepers: () =>
        twins.map(({ name, vault }) =>
          createKeeper({
            url: stack.urls.rpc,
            vault,
            account: accounts[name],
            name,
            task: 'act',
          }),
        ),
      readVault,
      ...(venues.tend === undefined ? {} : { beforeBlock: venues.tend }),
      afterBlock: (at) => sampler.take(at, prices.get(at) ?? 0),
      summarize: (played) =>
        summarizePositions({ stack, day, portfolio, kind, venues, twins, sampler, played }),
    }
  }
}

interface Prepared {
  venues: PortfolioVenues
  twins: TwinVault[]
}

/** Deploys venues and vaults, and opens the positions. */
async function prepare(
  kind: PortfolioKind,
  client: ChainClient,
  { stack, governedAt, onStep }: LineUpOptions,
): Promise<Prepared> {
  const { venue, governance } = stack.addresses
  const openUntil = governedAt - OPEN_BEFORE_SEC
  const rootX96 = await readPoolRootX96(client, venue)
  const prepared = await withSteadyTime(client, async (): Promise<Prepared> => {
    const venues = await kind.deploy({
      client,
      venue,
      aggregator: await deployAggregator(client, stack),
      // The dollar is token0: ether for a dollar is the root's square.
      priceUsd6: ((1n << 192n) * 10n ** 18n) / rootX96 ** 2n,
    })
    onStep(`the venues: ${kind.title}`)
    const { riskParameters } = governance
    const { unhedgedOpens } = kind
    const twins = await deployTwins({ client, venues, riskParameters, openUntil, unhedgedOpens })
    return { venues, twins }
  })
  const { venues, twins } = prepared
  await passUntil(client, openUntil - OPENING_SEC)
  await withSteadyTime(client, () =>
    openPositions({
      client,
      dollar: venue.dollar,
      vaults: twins.map(({ vault }) => vault),
      navUsd6: kind.navUsd6,
      isFundedByRequest: kind.isFundedByRequest,
      epochSec: defaultPolicy.epochSec,
      until: openUntil,
      restore: async () => {
        await restorePoolPrice(client, venue, rootX96)
        await venues.align?.()
      },
    }),
  )
  return prepared
}

function deployAggregator(client: ChainClient, { addresses: { venue } }: Stack) {
  const artifact = readArtifact('tools/PoolAggregator')
  const args = [venue.pool, false, 18, 6]
  return deployArtifact(client, localAccounts.deployer, 'PoolAggregator', artifact, args)
}

const readVault: ReadVault = async (client, address, blockNumber) => {
  const at = { address, blockNumber } as const
  const [[navUsd6], { driftPips, bandPips }] = await Promise.all([
    client.readContract({ ...at, abi: portfolioAbi, functionName: 'portfolioFigures' }),
    client.readContract({ ...at, abi: positionVaultAbi, functionName: 'previewAction' }),
  ])
  return { navUsd6, driftPips: BigInt(driftPips), bandPips: BigInt(bandPips) }
}
