import { defaultNavUsd6, defaultPolicy } from '../../backtest/defaultPolicy.ts'
import type { Core, Observation, Parameters } from '../../core/index.ts'

/** The market of the pictures: as the recorded day of 2022-05-12 begins, rounded. */
const market: Omit<Observation, 'baseFeePerGas' | 'depthUsd6'> = {
  gasUsedRatioPips: 500_000n, // 50 %: Ethereum's target
  nativePriceUsd6: 2_000_000_000n, // $2,000
  depthRefUsd6: 600_000_000_000_000n, // $600 M
  varianceWad: 1_000_000_000_000_000_000n, // 100 % squared
  navUsd6: defaultNavUsd6,
  dataFeeWei: 0n,
  curvaturePips: 0n,
  horizonSec: 0n,
}

/** The same, for a note below a heading. */
export const marketNote =
  'Usual depth of the pool $600 M, ether $2,000, volatility 100 % a year, portfolio $10 M.'

/** Volatility of that market a year, 1 = 100 %. */
export const VOLATILITY = 1

/** The largest trade as a share of that portfolio, 1 = 100 %. */
export function toMaxTradeShare({ maxTradeUsd }: Parameters): number {
  return (Number(maxTradeUsd) * 1e6) / Number(defaultNavUsd6)
}

/** What the model answers in that market under the example policy. */
export function evaluateAt(core: Core, gwei: number, depthMillionUsd: number): Parameters {
  const observation = {
    ...market,
    baseFeePerGas: BigInt(Math.round(gwei * 1e9)),
    depthUsd6: BigInt(depthMillionUsd) * 10n ** 12n,
  }
  return core.evaluate(observation, defaultPolicy)
}
