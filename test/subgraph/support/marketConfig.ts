// What voters could have set for two markets on one pool.

import { type Address, zeroAddress, zeroHash } from 'viem'
import {
  type Bounds,
  type Parameters,
  type Policy,
  parameterFields,
  parameterMax,
} from '../../../core/index.ts'
import type { Source } from '../../../observation/index.ts'
import { accountOf, at } from './fixture.ts'

export const oracle = accountOf(0xb1)
export const otherPortfolio = accountOf(0xb2)

export const vector = (values: readonly bigint[]): Parameters =>
  Object.fromEntries(parameterFields.map((field, index) => [field, values[index]])) as never
export const fallback = vector([
  20_000n,
  30_000n,
  100_000n,
  3_600n,
  3_000n,
  100_000n,
  1_000n,
  10_000n,
])
const bounds: Bounds = {
  min: vector([0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n]),
  max: parameterMax,
  stepUp: parameterMax,
  stepDown: parameterMax,
  budget: parameterMax,
  budgetWindowSec: 86_400n,
  cooldownSec: 0n,
}
export const policy: Policy = {
  riskAversionE4: 30_000n,
  curvaturePips: 250_000n,
  curvatureCapPips: 1_000_000n,
  poolFeePips: 500n,
  gasUnits: 250_000n,
  txBytes: 900n,
  priorityFeePerGas: 10n ** 9n,
  epochSec: 600n,
  slippageCapPips: 5_000n,
  inclusionBlocks: 10n,
  gasTargetPips: 500_000n,
  baseFeeDenominator: 8n,
  executionDelaySec: 60n,
  viscosityE4: 10_000n,
  zE4: 41_000n,
  zJumpE4: 38_000n,
}
/** As it is voted. */
type VotedSource = Source & { priceFeed: Address; maxPriceDeviationPips: number }

export const sourceOne: VotedSource = {
  pool: at.Pool,
  nativePool: at.Pool,
  portfolio: at.Vault,
  gasPriceOracle: zeroAddress,
  isQuoteToken0: false,
  quoteDecimals: 6,
  isNativeToken0: true,
  nativeQuoteDecimals: 6,
  hasGasLimit: true,
  segmentOffsetSec: 0,
  startVarianceWad: 40_000_000_000_000_000n,
  startDepthRefUsd6: 30_000_000_000_000n,
  priceFeed: zeroAddress,
  maxPriceDeviationPips: 0,
}
export const sourceTwo: VotedSource = {
  ...sourceOne,
  nativePool: at.OtherPool,
  portfolio: otherPortfolio,
  gasPriceOracle: oracle,
  hasGasLimit: false,
  segmentOffsetSec: 11,
  startVarianceWad: 0n,
  startDepthRefUsd6: 0n,
  priceFeed: accountOf(5),
  maxPriceDeviationPips: 20_000,
}
/** Everything that voters set for a market. */
export const createConfig = (source: VotedSource) => ({
  policy,
  bounds,
  fallbackVector: fallback,
  freshness: { maxAgeSec: 7_200, reportAgeSec: 600, reportAgeBlocks: 100 },
  source,
  model: zeroAddress,
  coreHash: zeroHash,
  threshold: 1,
  reporters: [accountOf(1), accountOf(2)],
})
