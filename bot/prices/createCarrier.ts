// Whether a push takes a signed price with it.
//
// Method:   the market's source says which feed, the feed says which price it has; a report that is fresher is tried
//           on the feed as of the latest block. What the feed refuses stays behind: the push goes on without, and
//           whether that counts is the market's own matter.

import {
  type Address,
  BaseError,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  zeroAddress,
} from 'viem'
import { priceFeedAbi, priceVerifierAbi } from '../../abi/index.ts'
import { decodeError } from '../decodeError.ts'
import { describeFailure } from '../describeFailure.ts'
import { isRefusal } from '../keeper/readVault.ts'
import type { ChainBlock, Endpoints } from '../sources/createEndpoints.ts'
import type { PriceDesk } from './openPrices.ts'
import type { CarryOutcome } from './priceMetrics.ts'

/** A signed price that a transaction takes with it. */
export interface CarriedPrice {
  /** The contract that updates the feed and then calls: PricedPush. */
  carrier: Address
  feed: Address
  signedReport: Hex
  /** Unix seconds. */
  observedAt: number
  /** Of the provider. */
  feeWei: bigint
  payer: Address | undefined
}

interface CarrierOptions {
  carrier: Address
  /** Who would pay the provider's fee; undefined: this bot sends nothing. */
  payer: Address | undefined
  /** Of the reports that come. */
  feedId: Hex
  desk: PriceDesk
  chain: Pick<Endpoints, 'agree'>
  /** Told what became of each price; `problem`: what an operator has to look at. */
  onOutcome(outcome: CarryOutcome, problem?: string): void
}

export type Carrier = ReturnType<typeof createCarrier>

export function createCarrier(options: CarrierOptions) {
  const { carrier, payer, feedId, desk, chain, onOutcome } = options
  /** What was found last: a block is looked at more than once. */
  let last: { key: string; price: CarriedPrice | undefined } | undefined
  return {
    /**
     * The price to take along to a market whose source names a feed, as of a block; undefined: none.
     *
     * @throws ChainUnavailableError, ContradictionError
     */
    async find(feed: Address, head: ChainBlock): Promise<CarriedPrice | undefined> {
      if (isAddressEqual(feed, zeroAddress)) return undefined
      const report = desk.freshest(head.timestamp)
      if (report === undefined) {
        onOutcome('silent')
        return undefined
      }
      const { signedReport, observedAt } = report
      const key = `${head.hash} ${feed} ${signedReport}`
      if (last?.key !== key)
        last = { key, price: await tryOn(feed, signedReport, observedAt, head) }
      return last.price
    },
  }

  async function tryOn(
    feed: Address,
    signedReport: Hex,
    observedAt: number,
    head: ChainBlock,
  ): Promise<CarriedPrice | undefined> {
    const at = { blockHash: head.hash, requireCanonical: true } as const
    const own = { address: feed, abi: priceFeedAbi, ...at } as const
    const said = await chain.agree(`the feed ${feed} at block ${head.number}`, async (client) => {
      try {
        const [settings, [, keptAt]] = await Promise.all([
          client.readContract({ ...own, functionName: 'settings' }),
          client.readContract({ ...own, functionName: 'latest' }),
        ])
        if (settings.feedId.toLowerCase() !== feedId.toLowerCase()) {
          return {
            refusal: `it is of ${settings.feedId}, the stream of ${feedId}; correct prices.feedId`,
          }
        }
        if (keptAt >= observedAt) return { keptAt }
        const feeWei = await client.readContract({
          address: settings.verifier,
          abi: priceVerifierAbi,
          functionName: 'quoteFee',
          args: [signedReport],
          ...at,
        })
        const data = encodeFunctionData({
          abi: priceFeedAbi,
          functionName: 'updateIfNewer',
          args: [signedReport],
        })
        await client.call({
          ...(payer && { account: payer }),
          to: feed,
          data,
          value: feeWei,
          ...at,
        })
        return { feeWei }
      } catch (error) {
        if (!isRefusedCall(error)) throw error
        return { refusal: decodeError(error)?.detail ?? describeFailure(error) }
      }
    })
    if (said.refusal !== undefined) {
      onOutcome('refused', `the feed ${feed} does not take the price: ${said.refusal}`)
      return undefined
    }
    if (said.feeWei === undefined) {
      onOutcome('kept')
      return undefined
    }
    onOutcome('carried')
    return { carrier, feed, signedReport, observedAt, feeWei: said.feeWei, payer }
  }
}

/** Whether a call failed because of what is at the address, and not because of the node. */
function isRefusedCall(error: unknown): boolean {
  if (isRefusal(error)) return true
  const isRevert = (cause: unknown) => cause instanceof ExecutionRevertedError
  return error instanceof BaseError && error.walk(isRevert) !== null
}
