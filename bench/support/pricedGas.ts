import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localAccounts } from '../../stack/local/accounts.ts'
import { addMarketAsTimelock } from '../../stack/local/addMarketAsTimelock.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'
import { createChainClient, send } from '../../stack/local/chainClient.ts'
import { choosePort } from '../../stack/local/choosePort.ts'
import { deployGovernance } from '../../stack/local/deployGovernance.ts'
import { deployVault } from '../../stack/local/deployVault.ts'
import { deployVenue } from '../../stack/local/deployVenue.ts'
import {
  createLocalMarket,
  LOCAL_MARKET_ID,
  PROVEN_MARKET_ID,
} from '../../stack/local/localMarket.ts'
import { openPool } from '../../stack/local/openPool.ts'
import { startAnvil } from '../../stack/local/startAnvil.ts'
import { deployPriceFeed } from '../../stack/prices/deployPriceFeed.ts'
import { makeSignedReport } from '../../stack/prices/makeMessage.ts'
import type { Figure } from '../figure.ts'
import { createReporter } from './createReporter.ts'
import { gasFigure } from './gasFigure.ts'
import { median } from './median.ts'

const CHAIN_ID = 31_337
/** Pushes that are measured, after as many that are not. */
const ROUNDS = 6
/** Longer than the local market's epoch. */
const PAUSE_SEC = 3_600
const WINDOW_SEC = 1_800
const MARKET = { tick: 201_000n, liquidity: 10n ** 18n, observationCardinality: 60 }
/** At that tick. */
const PRICE_WAD = 1_866_400_000_000_000_000_000n

/**
 * Gas of whole transactions with Chainlink's own verifier and a real pool: a push to a market whose source names a feed,
 * beside one that names none; the same with the signed price in one transaction; and a price alone.
 */
export async function measurePricedGas(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-gas-'))
  const port = await choosePort('anvil', undefined)
  const logFile = join(folder, 'anvil.log')
  const anvil = await startAnvil({ port, chainId: CHAIN_ID, logFile, dataDir: folder })
  try {
    const url = `http://127.0.0.1:${port}`
    const client = createChainClient(url)
    const governance = await deployGovernance({ url, chainId: CHAIN_ID, root: folder })
    const { riskParameters } = governance
    const venue = await deployVenue(client, 500)
    const vault = await deployVault(client, governance, venue)
    await openPool(client, venue, MARKET)
    const terms = { maxAgeSec: 120, windowSec: WINDOW_SEC, isRequired: true }
    const { feed, carrier } = await deployPriceFeed(client, terms)
    const bare = createLocalMarket(venue, vault)
    const source = { ...bare.source, priceFeed: feed, maxPriceDeviationPips: 10_000 }
    await addMarketAsTimelock(client, governance, bare, PROVEN_MARKET_ID)
    await addMarketAsTimelock(client, governance, { ...bare, source }, LOCAL_MARKET_ID)

    const { operator } = localAccounts
    const sign = createReporter(client, riskParameters)
    const pass = async (seconds: number) => {
      await client.increaseTime({ seconds })
      await client.mine({ blocks: 1 })
    }
    const signPrice = async () => {
      const { timestamp, number } = await client.getBlock()
      const price = { observedAt: Number(timestamp), sequence: Number(number), priceWad: PRICE_WAD }
      return makeSignedReport(price)
    }
    const call = async (
      name: string,
      address: typeof feed,
      functionName: string,
      args: unknown,
    ) => {
      const { abi } = readArtifact(name)
      const request = { address, abi, functionName, args: args as readonly unknown[] }
      return Number((await send(client, operator, request)).gasUsed)
    }
    const figures = new Map<string, number[]>()
    const note = (name: string, gas: number) =>
      figures.set(name, [...(figures.get(name) ?? []), gas])
    for (let round = 0; round < 2 * ROUNDS; round++) {
      await pass(PAUSE_SEC)
      const update = await call('prices/PriceFeed', feed, 'update', [await signPrice()])
      const alone = await call(
        'RiskParameters',
        riskParameters,
        'push',
        await sign(PROVEN_MARKET_ID),
      )
      const compared = await call(
        'RiskParameters',
        riskParameters,
        'push',
        await sign(LOCAL_MARKET_ID),
      )
      await pass(PAUSE_SEC)
      const [report, row] = await sign(LOCAL_MARKET_ID)
      const updates = [{ feed, signedReport: await signPrice() }]
      const carried = await call('prices/PricedPush', carrier, 'push', [
        riskParameters,
        report,
        row,
        updates,
      ])
      if (round < ROUNDS) continue
      note('price-update', update)
      note('push-without-feed', alone)
      note('push-with-feed', compared)
      note('push-with-price', carried)
    }
    return [...figures].map(([name, gas]) => gasFigure(name, median(gas)))
  } finally {
    await anvil.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
