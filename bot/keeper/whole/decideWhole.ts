// What is due on each chain, from what home and the chains say.
//
// Method:   first what was ordered is brought to its end (fill, post again), then home is told (report), then what has
//           come is collected, then the whole's drift is ordered where it costs least, then inventory moves. A chain that
//           does not answer, holds, or whose figures are too old, gets no order, and that is said.

import { type Address, encodeFunctionData, type Hex, zeroAddress } from 'viem'
import { bookAbi, inventoryBridgeAbi, remotePortfolioAbi } from '../../../abi/index.ts'
import { computeUsd6 } from '../../../observation/valuation.ts'
import { type Candidate, type Offer, rankChains } from './chooseChain.ts'
import type { GasPrice } from './computeCost.ts'
import { decideMoves } from './decideMoves.ts'
import type { BookReading } from './readBook.ts'
import type { WholeReading } from './readWhole.ts'
import type { WholeDraft } from './wholeErrand.ts'
import type { ChainState, MoveRule, WholeChain } from './wholeState.ts'
import type { WholeAction } from './wholeWords.ts'

export interface WholeSettings {
  portfolio: Address
  tipPerGas: bigint
  /** From this age on home is told again, seconds. */
  reportAfterSec: bigint
  move: MoveRule | undefined
}

export interface WholeDecision {
  /** By the chain's id, the most urgent first. */
  drafts: ReadonlyMap<number, readonly WholeDraft[]>
  /** Where the drift may be traded, the cheapest first; empty: nothing is to be traded, or nowhere. */
  offers: readonly Offer[]
  /** Chains that get no order, and why. */
  leftOut: ReadonlyMap<number, string>
}

/**
 * Gas of the transactions that a trade takes, estimated: from the contracts' tests on Uniswap's pool, less what the messenger
 * of those tests stores, with 110,000 for what a bridge takes of a sending. An order at home trades at once.
 */
const GAS_HOME_ORDER = 310_000n
const GAS_AWAY_ORDER = 320_000n
const GAS_FILL = 190_000n
const GAS_REPORT = 210_000n

export function decideWhole(
  whole: WholeReading,
  states: readonly ChainState[],
  settings: WholeSettings,
): WholeDecision {
  const { portfolio } = settings
  const [home] = whole.chains
  const drafts = new Map<number, WholeDraft[]>()
  const leftOut = new Map<number, string>()
  const add = (chainId: number, action: WholeAction, to: Address, data: Hex, extra: Extra) => {
    const { value = 0n, detail } = extra
    drafts.set(chainId, [
      ...(drafts.get(chainId) ?? []),
      { action, call: { to, data, value }, detail },
    ])
  }
  const homeId = Number(home?.chainId ?? 0n)
  const homeState = states.find(({ chain }) => chain.chainId === homeId)

  for (const { chain, book, messageFeeWei } of states) {
    const known = whole.chains.find(({ chainId }) => Number(chainId) === chain.chainId)
    if (known === undefined) {
      leftOut.set(chain.chainId, 'the portfolio does not know it')
      continue
    }
    if (typeof book === 'string') {
      leftOut.set(chain.chainId, book)
      continue
    }
    if (book.fillReason === 'none') {
      const data = encodeFunctionData({ abi: bookAbi, functionName: 'fill' })
      add(chain.chainId, 'fill', known.book, data, { detail: `order ${book.orderNumber}` })
    }
    if (chain.chainId !== homeId) {
      const isPosted = book.orderNumber >= known.order.number
      const isLost = known.isOrderOpen && !isPosted && whole.at < BigInt(known.order.expiresAt)
      if (isLost && homeState !== undefined) {
        const { messenger } = homeState.chain
        const data = encodeFunctionData({
          abi: remotePortfolioAbi,
          functionName: 'post',
          args: [known.chainId, messenger],
        })
        const detail = `order ${known.order.number} to ${chain.name}, which has not come`
        add(homeId, 'post', portfolio, data, { value: homeState.messageFeeWei, detail })
      }
      const news = findNews(known, book, settings.reportAfterSec)
      if (news !== undefined) {
        const args = [chain.messenger] as const
        const data = encodeFunctionData({ abi: bookAbi, functionName: 'report', args })
        add(chain.chainId, 'report', known.book, data, { value: messageFeeWei, detail: news })
      }
    }
    for (const { bridge, hasCome, chainId } of book.routes) {
      if (!hasCome) continue
      const data = encodeFunctionData({ abi: inventoryBridgeAbi, functionName: 'collect' })
      add(chain.chainId, 'collect', bridge, data, { detail: `what came from ${chainId}` })
    }
    if (book.holding !== undefined) leftOut.set(chain.chainId, book.holding)
    else if (known.isTooOld) {
      leftOut.set(chain.chainId, `its figures are too old: ${known.ageSec} s`)
    } else if (known.isOrderOpen) {
      leftOut.set(chain.chainId, 'the outcome of its last order is not known')
    }
  }

  const offers =
    whole.reason === 'none' ? rankChains(findCandidates(whole, states, settings, leftOut)) : []
  const [best] = offers
  if (best !== undefined && homeState !== undefined) {
    const mostQuote = whole.chains.find(
      ({ chainId }) => Number(chainId) === best.chainId,
    )?.mostQuote
    const isHome = best.chainId === homeId
    const data = encodeFunctionData({
      abi: remotePortfolioAbi,
      functionName: 'order',
      args: [
        BigInt(best.chainId),
        mostQuote ?? 0n,
        isHome ? zeroAddress : homeState.chain.messenger,
      ],
    })
    const detail = `${best.name}: ${describeOffer(best)}`
    add(homeId, 'order', portfolio, data, {
      value: isHome ? 0n : homeState.messageFeeWei,
      detail,
    })
  }
  for (const { chainId, call, detail } of decideMoves(whole, states, settings.move)) {
    add(chainId, 'move', call.to, call.data, { value: call.value, detail })
  }
  return { drafts, offers, leftOut }
}

/** One line: what is traded there and what it costs. */
export function describeOffer({ mostUsd6, cost, costPips }: Offer): string {
  const usd = (usd6: number) => `$${(usd6 / 1e6).toFixed(2)}`
  const parts = `fee ${usd(cost.feeUsd6)}, impact ${usd(cost.impactUsd6)}, gas ${usd(cost.gasUsd6)}`
  return `${usd(Number(mostUsd6))} for ${usd(cost.totalUsd6)} (${parts}; ${(costPips / 1e4).toFixed(3)} %)`
}

interface Extra {
  value?: bigint | undefined
  detail: string
}

type Known = WholeReading['chains'][number]

/** Why home has to be told; undefined: it knows. */
function findNews(known: Known, book: BookReading, reportAfterSec: bigint): string | undefined {
  if (BigInt(known.ageSec) >= reportAfterSec) return 'what home knows is old'
  if (known.quoteBalance !== book.quoteBalance || known.riskyBalance !== book.riskyBalance) {
    return 'its holdings have changed'
  }
  // An order that has ended, filled or not, is open at home until it hears of a later time.
  const isOver = known.isOrderOpen && book.fillReason === 'no-order'
  return isOver && book.orderNumber >= known.order.number ? 'its order is over' : undefined
}

function findCandidates(
  whole: WholeReading,
  states: readonly ChainState[],
  { tipPerGas }: WholeSettings,
  leftOut: ReadonlyMap<number, string>,
): Candidate[] {
  const homeId = Number(whole.chains[0]?.chainId ?? 0n)
  const homeState = states.find(({ chain }) => chain.chainId === homeId)
  if (homeState === undefined || typeof homeState.book === 'string') return []
  const homePrice = priceGas(homeState.chain, homeState.book, { whole, tipPerGas })
  const { quoteDecimals } = homeState.book
  return whole.chains.flatMap((known): Candidate[] => {
    const chainId = Number(known.chainId)
    const state = states.find(({ chain }) => chain.chainId === chainId)
    if (state === undefined || typeof state.book === 'string' || leftOut.has(chainId)) return []
    const { chain, book, messageFeeWei } = state
    const price = priceGas(chain, book, { whole, tipPerGas })
    const gas =
      chainId === homeId
        ? [{ price, gasUnits: GAS_HOME_ORDER, feeWei: 0n }]
        : [
            { price: homePrice, gasUnits: GAS_AWAY_ORDER, feeWei: homeState.messageFeeWei },
            { price, gasUnits: GAS_FILL, feeWei: 0n },
            { price, gasUnits: GAS_REPORT, feeWei: messageFeeWei },
          ]
    const { depthUsd6, poolFeePips } = book
    const mostUsd6 = computeUsd6(known.mostQuote, quoteDecimals)
    return [{ chainId, name: chain.name, mostUsd6, place: { depthUsd6, poolFeePips, gas } }]
  })
}

function priceGas(
  { nativePriceUsd6 }: WholeChain,
  { baseFeePerGas, dataFeeWei, quoteDecimals }: BookReading,
  { whole, tipPerGas }: { whole: WholeReading; tipPerGas: bigint },
): GasPrice {
  return {
    feePerGas: baseFeePerGas + tipPerGas,
    dataFeeWei,
    // The mean price of 1e18 smallest units, which is one coin.
    nativePriceUsd6: nativePriceUsd6 ?? computeUsd6(whole.plan.meanPriceWad, quoteDecimals),
  }
}
