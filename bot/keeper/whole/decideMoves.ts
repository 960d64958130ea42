import { encodeFunctionData } from 'viem'
import { bookAbi } from '../../../abi/index.ts'
import type { Call } from '../../submit/context.ts'
import type { BookReading } from './readBook.ts'
import type { WholeReading } from './readWhole.ts'
import type { ChainState, MoveRule } from './wholeState.ts'

interface Move {
  /** From where. */
  chainId: number
  call: Call
  detail: string
}

const WAD = 10n ** 18n

/** Moves between home and the chains that have run out of a token, or the other way; one at a time on each route. */
export function decideMoves(
  whole: WholeReading,
  states: readonly ChainState[],
  rule: MoveRule | undefined,
): Move[] {
  const homeId = Number(whole.chains[0]?.chainId ?? 0n)
  const home = states.find(({ chain }) => chain.chainId === homeId)
  const { meanPriceWad } = whole.plan
  if (rule === undefined || home === undefined || meanPriceWad === 0n) return []
  const homeBook = home.book
  if (typeof homeBook === 'string') return []
  const unit = 10n ** BigInt(homeBook.quoteDecimals)
  const [belowQuote, amountQuote] = [rule.belowUsd * unit, rule.amountUsd * unit]
  const toRisky = (quote: bigint) => (quote * WAD) / meanPriceWad

  return states.flatMap((state): Move[] => {
    const { chain, book } = state
    if (chain.chainId === homeId || typeof book === 'string') return []
    const ways = [
      { from: home, fromBook: homeBook, to: state, toBook: book },
      { from: state, fromBook: book, to: home, toBook: homeBook },
    ]
    return ways.flatMap((way): Move[] => {
      const [from, to] = [way.from.chain, way.to.chain]
      const out = findRoute(way.fromBook, to.chainId)
      const back = findRoute(way.toBook, from.chainId)
      const address = whole.chains.find(({ chainId }) => Number(chainId) === from.chainId)?.book
      if (out === undefined || back === undefined || address === undefined) return []
      const needs = [
        {
          token: 'quote',
          has: way.fromBook.quoteBalance,
          lacks: way.toBook.quoteBalance < belowQuote && out.quoteMoved === back.quoteArrived,
          args: [amountQuote, 0n] as const,
          least: belowQuote + amountQuote,
        },
        {
          token: 'the risky token',
          has: way.fromBook.riskyBalance,
          lacks:
            way.toBook.riskyBalance < toRisky(belowQuote) && out.riskyMoved === back.riskyArrived,
          args: [0n, toRisky(amountQuote)] as const,
          least: toRisky(belowQuote + amountQuote),
        },
      ]
      return needs
        .filter(({ has, lacks, least }) => lacks && has >= least)
        .map(({ token, args }) => ({
          chainId: from.chainId,
          call: {
            to: address,
            data: encodeFunctionData({
              abi: bookAbi,
              functionName: 'moveInventory',
              args: [BigInt(to.chainId), ...args],
            }),
            value: out.feeWei,
          },
          detail: `$${rule.amountUsd} of ${token} to ${to.name}, which has run out of it`,
        }))
    })
  })
}

function findRoute(book: BookReading, chainId: number) {
  return book.routes.find((route) => route.chainId === chainId)
}
