import { fileURLToPath } from 'node:url'
import type { Address } from 'viem'
import type { PricesEntry } from '../../client/network/pricesSchema.ts'
import { locateModule } from '../../files/installation.ts'
import { createChainClient } from '../local/chainClient.ts'
import { ChildPart } from '../local/childPart.ts'
import { choosePort, LOCALHOST } from '../local/choosePort.ts'
import type { PriceTerms } from '../local/localMarket.ts'
import type { Supervisor } from '../local/supervise.ts'
import { addToStackNetwork } from '../local/writeStackNetwork.ts'
import { deployPriceFeed, type LocalPriceFeed } from './deployPriceFeed.ts'
import { formatSourceUrl } from './startPriceSource.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from './testSigners.ts'

const entry = fileURLToPath(locateModule('cli/index'))
/** The part that is the source. */
const PART = 'prices'
/** Ten blocks of 12 s. */
export const FEED_MAX_AGE_SEC = 120
/** Of the pool's mean price that the feed compares. */
const WINDOW_SEC = 600
/** 10 %: a mean of ten minutes lags behind a price that falls. */
const MAX_DEVIATION_PIPS = 100_000
/** A busy machine may need many times the seconds that it takes. */
const START_SEC = 300

/**
 * The signed prices of a stack that is starting: contracts that check them, and a process that tells them. The steps in
 * their order; the second one needs a pool.
 */
export class StackPrices {
  /** What the market's source says of the feed. */
  readonly terms: PriceTerms
  private readonly supervisor: Supervisor
  private readonly rpcUrl: string
  private readonly contracts: LocalPriceFeed

  private constructor(supervisor: Supervisor, rpcUrl: string, contracts: LocalPriceFeed) {
    this.supervisor = supervisor
    this.rpcUrl = rpcUrl
    this.contracts = contracts
    this.terms = { priceFeed: contracts.feed, maxPriceDeviationPips: MAX_DEVIATION_PIPS }
  }

  /** Deploys Chainlink's verifier with test signers, a feed that is not required, and what carries reports. */
  static async deploy(supervisor: Supervisor, rpcUrl: string): Promise<StackPrices> {
    const terms = { maxAgeSec: FEED_MAX_AGE_SEC, windowSec: WINDOW_SEC, isRequired: false }
    const contracts = await supervisor.timed('contracts of prices', () =>
      deployPriceFeed(createChainClient(rpcUrl), terms),
    )
    return new StackPrices(supervisor, rpcUrl, contracts)
  }

  /** Starts the source, under the stack's care, and tells the network's file of it. */
  async connect(folder: string, pool: Address): Promise<PricesEntry> {
    const { supervisor, rpcUrl, contracts } = this
    const port = await choosePort('the source of prices', undefined)
    const sourceUrl = formatSourceUrl(port)
    const place = ['--rpc-url', rpcUrl, '--pool', pool, '--port', `${port}`]
    await supervisor.timed('prices', async () => {
      const part = await ChildPart.start({
        name: PART,
        file: process.execPath,
        args: [entry, 'prices', 'serve', ...place],
        logFile: supervisor.logFile(PART),
        signal: supervisor.signal,
      })
      await supervisor.watch(PART, part)
      await part.waitUntil(() => fetch(`http://${LOCALHOST}:${port}`), START_SEC)
    })
    const prices: PricesEntry = {
      sourceUrls: [sourceUrl],
      feedId: testFeedId,
      signers: [...testSignerAddresses],
      f: TEST_FAULTS,
      ...contracts,
    }
    await addToStackNetwork(folder, { prices })
    return prices
  }
}
