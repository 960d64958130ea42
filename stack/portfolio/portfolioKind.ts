import type { Address } from 'viem'
import type { ChainClient } from '../local/chainClient.ts'
import type { Venue } from '../local/deployVenue.ts'

/** What there is when a portfolio's venues are deployed. */
export interface PortfolioGround {
  client: ChainClient
  venue: Venue
  /** Follows the pool's spot price in Chainlink's form. */
  aggregator: Address
  /** Of the pool, 1e6 = $1 for one ether. */
  priceUsd6: bigint
}

/** A vault and the adapters that belong to it alone. */
export interface PositionVaultParts {
  vault: Address
  adapters: readonly Address[]
}

/** What a venue paid a vault, above 0, or took. */
export interface Earning {
  name: string
  usd6: bigint
}

/** The venues of a portfolio, deployed, and what is done with them. */
export interface PortfolioVenues {
  /** Deploys adapters and a vault that reads these parameters. */
  deployVault(riskParameters: Address, name: string, symbol: string): Promise<PositionVaultParts>
  /** Waits until arbitrage has brought the venue's price to the pool's; nothing without it. */
  align?: () => Promise<void>
  /** What others would do on such a venue before a block, sent and not waited for; nothing without it. */
  tend?: (at: bigint) => Promise<void>
  /** Since the block, until now. */
  readEarnings(parts: PositionVaultParts, fromBlock: bigint): Promise<Earning[]>
  countLiquidations(parts: PositionVaultParts, fromBlock: bigint): Promise<number>
}

/** A portfolio that a run shows beside its twins. */
export interface PortfolioKind {
  title: string
  /** What the vault does, a sentence for voters. */
  vaultText: string
  /** What becomes of the twin that never hedges. */
  unhedgedText: string
  /**
   * Whether that twin begins with its position open like the others: true where the position is the whole of the portfolio, false
   * where it only hedges another.
   */
  unhedgedOpens: boolean
  /** Whether money comes in by a request, which the first act fills, and not by a deposit. */
  isFundedByRequest: boolean
  /** Of each vault as it begins, 1e6 = $1. */
  navUsd6: bigint
  /** What a change of exposure may cost: fees of its legs, and how many slippage caps; 1e6 = 100 %. */
  feePips: bigint
  cappedLegs: bigint
  deploy(ground: PortfolioGround): Promise<PortfolioVenues>
}
