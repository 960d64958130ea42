import type { Address } from 'viem'
import type { BookReading, RouteReading } from '../../../../bot/keeper/whole/readBook.ts'
import type { WholeReading } from '../../../../bot/keeper/whole/readWhole.ts'
import type { ChainState } from '../../../../bot/keeper/whole/wholeState.ts'
import { type WholeReason, wholeReasons } from '../../../../bot/keeper/whole/wholeWords.ts'

export const HOME = 31_337
export const AWAY = 31_338
export const FAR = 31_339
export const portfolio: Address = '0x00000000000000000000000000000000000000f0'
const GWEI = 10n ** 9n
const USD = 10n ** 6n

const addressOf = (chainId: number): Address => `0x${chainId.toString(16).padStart(40, '0')}`

/** What a chain of a test says: $500,000 and 200 at $3,000, $10 m deep, gas at 20 gwei. */
export function makeBook(changes: Partial<BookReading> = {}): BookReading {
  return {
    blockNumber: 1n,
    baseFeePerGas: 20n * GWEI,
    dataFeeWei: 0n,
    depthUsd6: 10_000_000n * USD,
    poolFeePips: 3_000,
    quoteToken: addressOf(1),
    riskyToken: addressOf(2),
    quoteDecimals: 6,
    quoteBalance: 500_000n * USD,
    riskyBalance: 200n * 10n ** 18n,
    orderNumber: 0n,
    filledAmount: 0n,
    fillReason: 'no-order',
    holding: undefined,
    routes: [],
    ...changes,
  }
}

export function makeRoute(chainId: number, changes: Partial<RouteReading> = {}): RouteReading {
  return {
    chainId,
    bridge: addressOf(chainId + 100),
    quoteMoved: 0n,
    riskyMoved: 0n,
    quoteArrived: 0n,
    riskyArrived: 0n,
    feeWei: 7n,
    hasCome: false,
    ...changes,
  }
}

export function makeState(chainId: number, book: ChainState['book'] = makeBook()): ChainState {
  const name = chainId === HOME ? 'home' : chainId === AWAY ? 'away' : 'far'
  const chain = { name, chainId, messenger: addressOf(chainId + 200), nativePriceUsd6: undefined }
  return { chain, book, messageFeeWei: 5n }
}

type Known = WholeReading['chains'][number]

/** What home knows of a chain: what `makeBook` says, a minute ago, and that $50,000 may be traded there. */
export function makeKnown(chainId: number, changes: Partial<Known> = {}): Known {
  const { quoteBalance, riskyBalance } = makeBook()
  return {
    chainId: BigInt(chainId),
    book: addressOf(chainId + 300),
    quoteCounted: quoteBalance,
    riskyCounted: riskyBalance,
    quoteBalance,
    riskyBalance,
    navUsd6: 1_100_000n * USD,
    exposureUsd6: 600_000n * USD,
    curvaturePips: 100_000,
    ageSec: chainId === HOME ? 0 : 60,
    isTooOld: false,
    isOrderOpen: false,
    order: {
      number: 0n,
      sellsRisky: true,
      riskyAmount: 0n,
      minPriceWad: 0n,
      maxPriceWad: 0n,
      expiresAt: 0,
    },
    filledAmount: 0n,
    mostQuote: 50_000n * USD,
    ...changes,
  }
}

export function makeWhole(chains: Known[], reason: WholeReason = 'none'): WholeReading {
  return {
    reason,
    at: 1_800_000_000n,
    plan: {
      reason: wholeReasons.indexOf(reason),
      status: 1,
      sellsRisky: true,
      weightPips: 550_000,
      targetWeightPips: 500_000,
      driftPips: 50_000,
      bandPips: 20_000,
      returnPips: 0,
      elapsedSec: 3_600,
      meanPriceWad: 3_000n * USD,
      navQuote: 3_300_000n * USD,
      tradeQuote: 50_000n * USD,
    },
    chains,
  }
}

export const settings = {
  portfolio,
  tipPerGas: GWEI,
  reportAfterSec: 1_800n,
  move: undefined,
}
