import type { Address } from 'viem'
import type { BookReading } from './readBook.ts'

/** A chain as the operator describes it. */
export interface WholeChain {
  name: string
  chainId: number
  /** Takes what goes to the other chains. */
  messenger: Address
  /** Undefined: the risky token is the chain's own coin. */
  nativePriceUsd6: bigint | undefined
}

/** A chain and what it says; a text: why it says nothing. */
export interface ChainState {
  chain: WholeChain
  book: BookReading | string
  /** What its messenger takes for an order to, or a report from, another chain, wei. */
  messageFeeWei: bigint
}

/** When inventory moves, in dollars. */
export interface MoveRule {
  /** A book with less of a token than this has run out of it. */
  belowUsd: bigint
  /** What it gets then, from the book at the other end of its route, if that keeps `belowUsd` itself. */
  amountUsd: bigint
}
