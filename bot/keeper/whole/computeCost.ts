// What a trade of the whole costs on one chain.
//
// Method:   fee and impact are the simulator's own (a fresh pool: no hole of earlier trades); gas and data fee as the model
//           has them: (price of a unit of gas x units + data fee) x price of the chain's coin, on every chain that the trade
//           takes a transaction of, and what the bridges take for its messages.
// Domain:   amounts above 0; dollars below 2^53 millionths.
// Source:   docs/model.md, "Costs"; backtest/simulator/venue.ts.

import { Venue } from '../../../backtest/simulator/venue.ts'

/** What one transaction on a chain costs now. */
export interface GasPrice {
  /** Base fee and tip, wei. */
  feePerGas: bigint
  /** For publishing one transaction on a rollup, wei; 0: there is no such fee. */
  dataFeeWei: bigint
  /** Of the chain's coin, 1e6 = $1. */
  nativePriceUsd6: bigint
}

/** A chain as a place to trade. */
export interface Place {
  depthUsd6: bigint
  poolFeePips: number
  /** Each transaction that the trade takes. */
  gas: readonly { price: GasPrice; gasUnits: bigint; feeWei: bigint }[]
}

/** 1e6 = $1, each. */
export interface TradeCost {
  feeUsd6: number
  impactUsd6: number
  gasUsd6: number
  totalUsd6: number
}

const WAD = 10n ** 18n

export function computeCost({ depthUsd6, poolFeePips, gas }: Place, tradeUsd6: bigint): TradeCost {
  const venue = new Venue({
    latencyBlocks: 0,
    refillPips: 0,
    feePips: poolFeePips,
    gasUnits: 0,
    priorityFeePerGas: 0,
    maxFeePerGas: Number.POSITIVE_INFINITY,
    riskAversionE4: 10_000,
  })
  venue.charge(Number(tradeUsd6), Number(depthUsd6))
  const bills = gas.map(({ price, gasUnits, feeWei }) => {
    const wei = price.feePerGas * gasUnits + price.dataFeeWei + feeWei
    return Number((wei * price.nativePriceUsd6) / WAD)
  })
  const gasUsd6 = bills.reduce((sum, bill) => sum + bill, 0)
  const { feeUsd6, impactUsd6 } = venue
  return { feeUsd6, impactUsd6, gasUsd6, totalUsd6: feeUsd6 + impactUsd6 + gasUsd6 }
}
