// What each value of a document means, in words for voters: docs/model.md has the whole of it. No unit and no range, which
// stand beside it; no full stop, as each becomes a part of a sentence.

import type { BoundsGroup } from './fields.ts'

/** By the name of a field of the policy. */
export const policyMeanings: Readonly<Record<string, string>> = {
  riskAversion: 'how much risk counts against the cost of trading',
  curvature:
    'how far the drift moves when the price moves, where the portfolio tells none; of a constant mix weight * (1 - weight)',
  curvatureCap: 'the most that is believed of a portfolio that tells its curvature',
  poolFee: "the pool's fee, one way",
  gas: 'gas that one rebalance takes',
  txSize: "size of one rebalance's transaction, for the data fee of a rollup",
  priorityFee: 'tip on top of the base fee',
  epoch: 'the control epoch: one loosening at most in each, and the least time between two trades',
  slippageCap: 'largest price impact of one trade',
  inclusionBlocks: 'blocks that a transaction may wait',
  gasTarget: "how full blocks are when the base fee stays as it is; the chain's fee rule",
  baseFeeDenominator: 'how slowly the base fee follows, by the same rule; 0: the chain has none',
  executionDelay: 'usual time from decision to execution',
  viscosity: 'how fast trading gets dearer as the pool gets thinner; 0: not at all',
  z: 'standard deviations of an ordinary move that the guard survives',
  zJump: 'the same of a jump, in standard deviations of a day',
}

/** By the name of a parameter. */
export const parameterMeanings: Readonly<Record<string, string>> = {
  aggressiveness: 'share of the drift beyond the return that is closed in an epoch',
  band: 'drift at which trading starts',
  maxTrade: 'largest trade',
  interval: 'expected time between two trades',
  cppiMultiplier: 'how many times its cushion a protected portfolio may hold',
  guard: 'distance to liquidation that forces a reduction',
  lot: 'smallest trade worth its gas, as a share of the portfolio',
  return: 'drift to which a trade comes back',
}

/** What a group of the bounds does with a parameter. */
export const boundsMeanings: Readonly<Record<BoundsGroup, string>> = {
  min: 'never lower, whatever the model returns',
  max: 'never higher, whatever the model returns',
  stepUp: 'how far it may rise in one push',
  stepDown: 'how far it may fall in one push',
  budget: 'how far it may loosen in all within the budget window',
}

/** By the name of a time of a market on another chain. */
export const timingMeanings: Readonly<Record<string, string>> = {
  epoch: "a value there moves by at most a step in an epoch of that chain's own clock",
  maxAge: 'how old the evidence of a value there may be; an older one gives way to the fallback',
  messageAge: 'how old the evidence of a message may be when it arrives; at most maxAge',
}

/** By the name of any other field. */
export const otherMeanings: Readonly<Record<string, string>> = {
  budgetWindow: 'the time over which the budgets count',
  cooldown: 'least time between two pushes that loosen',
  maxAge: 'how old a value may be and still be in force; an older one gives way to the fallback',
  reportAge: 'how old evidence may be when it is pushed; at most maxAge',
  reportAgeBlocks: 'the same in blocks; the chain knows the hashes of so many only',
  pool: 'the pool whose depth and volatility are measured',
  nativePool: 'the pool that gives the price of the coin that pays the gas',
  portfolio: 'the contract that tells its value and its curvature, such as a vault; zero: none',
  gasPriceOracle: 'the contract that tells the data fee of a rollup; zero: there is none',
  isQuoteToken0: 'whether the dollar is token0 of the pool',
  quoteDecimals: 'decimals of the dollar in the pool',
  isNativeToken0: 'whether the coin that pays the gas is token0 of its pool',
  nativeQuoteDecimals: "decimals of the dollar in the coin's pool",
  hasGasLimit: "whether a block's gas limit is a measure of the chain's room; not on Arbitrum",
  priceFeed: 'the feed of signed prices that the mean price has to agree with; zero: none',
  segmentOffset: 'where slots begin within two minutes',
  startVariance:
    'where the average of the variance a year starts (a volatility of 60 % is 0.36); 0: at the first measured figure',
  startDepthRef: 'where the average depth starts; 0: at the first measured figure',
  maxPriceDeviation: 'how far the mean price may be from the signed one; 0 without a feed',
  model: 'the model that is compiled into the contract (standard), or the contract of another',
  coreHash: 'the hash of the Wasm core whose twin another model is; none beside the standard model',
  reporters: 'who may sign evidence; their order does not matter',
  threshold: 'how many of them have to sign a report',
}
