import type { Hex } from 'viem'

/** What a provider's signatures vouch for: contracts/interfaces/prices/IPriceVerifier.sol, and what orders reports. */
export interface SignedPrice {
  /** The provider's name of the price, 32 bytes. */
  feedId: Hex
  /** Unix seconds. */
  observedAt: number
  /** Orders reports of one second; signed like the rest, so that a repeated one cannot be made to look new. */
  sequence: bigint
  /** Dollars for one of the asset, 1e18 = $1. */
  priceWad: bigint
  /** 0: the provider tells none. */
  bidWad: bigint
  askWad: bigint
  /** Unix seconds; from then on the report is not to be used. */
  expiresAt: number
}

/** A price with the bytes that prove it to a contract. */
export interface PricedReport extends SignedPrice {
  /** For IPriceFeed.update. */
  signedReport: Hex
}

/**
 * One provider's form of reports. Another provider takes one of these here, and one IPriceVerifier in Solidity.
 */
export interface PriceCodec {
  /**
   * The signed report in one message of the provider's stream; undefined: a message without one, such as a greeting.
   *
   * @throws ReportRefusedError `malformed`
   */
  readMessage(text: string): Hex | undefined
  /**
   * What a report says. Cheap, and nothing of it is vouched for yet.
   *
   * @throws ReportRefusedError `malformed`, `other-feed`, `out-of-range`
   */
  decode(signedReport: Hex): SignedPrice
  /**
   * Checks the signatures as the provider's contract does.
   *
   * @throws ReportRefusedError `malformed`, `signatures`
   */
  checkSignatures(signedReport: Hex): Promise<void>
}
