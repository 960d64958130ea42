import { maxUint256, parseEther, zeroAddress } from 'viem'

const HOUR_SEC = 3_600n
const DAY_SEC = 24n * HOUR_SEC
const WEEK_SEC = 7n * DAY_SEC

/**
 * What the local option market is set to: the figures of Lyra's own tests, but without interest (the model's option values have
 * none, as markets quote forwards), and with limits wide enough for a market that is replayed. 18 decimals.
 */
export const optionsParameters = {
  market: { maxBoardExpiry: 52n * WEEK_SEC, feePortionReserved: parseEther('0.1') },
  staticBaseSettlementFee: parseEther('0.0075'),
  pool: {
    minDepositWithdraw: parseEther('1'),
    depositDelay: WEEK_SEC,
    withdrawalDelay: WEEK_SEC,
    withdrawalFee: parseEther('0.01'),
    liquidityCBThreshold: parseEther('0.01'),
    liquidityCBTimeout: 3n * DAY_SEC,
    ivVarianceCBThreshold: parseEther('0.1'),
    skewVarianceCBThreshold: parseEther('0.35'),
    ivVarianceCBTimeout: 12n * HOUR_SEC,
    skewVarianceCBTimeout: 12n * HOUR_SEC,
    guardianMultisig: zeroAddress,
    guardianDelay: 2n * WEEK_SEC,
    boardSettlementCBTimeout: 6n * HOUR_SEC,
    maxFeePaid: parseEther('0.01'),
  },
  hedger: { interactionDelay: DAY_SEC, hedgeCap: maxUint256 },
  hedgerBuffer: parseEther('2'),
  greeks: {
    maxStrikesPerBoard: 30n,
    acceptableSpotPricePercentMove: parseEther('0.05'),
    staleUpdateDuration: 3n * HOUR_SEC,
    varianceIvGWAVPeriod: DAY_SEC,
    varianceSkewGWAVPeriod: 3n * DAY_SEC,
    optionValueIvGWAVPeriod: DAY_SEC,
    optionValueSkewGWAVPeriod: 3n * DAY_SEC,
    gwavSkewFloor: parseEther('0.5'),
    gwavSkewCap: parseEther('2'),
    rateAndCarry: 0n,
  },
  minCollateral: {
    minStaticBaseCollateral: parseEther('0.2'),
    minStaticQuoteCollateral: parseEther('200'),
    shockVolA: parseEther('2.5'),
    shockVolPointA: 2n * WEEK_SEC,
    shockVolB: parseEther('1.8'),
    shockVolPointB: 8n * WEEK_SEC,
    callSpotPriceShock: parseEther('1.2'),
    putSpotPriceShock: parseEther('0.8'),
  },
  forceClose: {
    ivGWAVPeriod: 12n * HOUR_SEC,
    skewGWAVPeriod: DAY_SEC,
    shortVolShock: parseEther('1.2'),
    shortPostCutoffVolShock: parseEther('1.4'),
    longVolShock: parseEther('0.8'),
    longPostCutoffVolShock: parseEther('0.5'),
    liquidateVolShock: parseEther('1.3'),
    liquidatePostCutoffVolShock: parseEther('1.6'),
    shortSpotMin: parseEther('0.01'),
    liquidateSpotMin: parseEther('0.02'),
  },
  pricing: {
    optionPriceFeeCoefficient: parseEther('0.01'),
    optionPriceFee1xPoint: 6n * WEEK_SEC,
    optionPriceFee2xPoint: 16n * WEEK_SEC,
    spotPriceFeeCoefficient: parseEther('0.001'),
    spotPriceFee1xPoint: 6n * WEEK_SEC,
    spotPriceFee2xPoint: 12n * WEEK_SEC,
    vegaFeeCoefficient: parseEther('100'),
    // Of one trade that moves the volatility by 1 %: a vault of millions trades thousands.
    standardSize: parseEther('5000'),
    skewAdjustmentFactor: parseEther('0.75'),
  },
  tradeLimits: {
    minDelta: parseEther('0.15'),
    minForceCloseDelta: parseEther('0.25'),
    tradingCutoff: DAY_SEC / 2n,
    minBaseIV: parseEther('0.35'),
    maxBaseIV: parseEther('2'),
    minSkew: parseEther('0.5'),
    maxSkew: parseEther('1.5'),
    minVol: parseEther('0.35'),
    maxVol: parseEther('3'),
    absMinSkew: parseEther('0.15'),
    absMaxSkew: parseEther('5'),
    capSkewsToAbs: false,
  },
  varianceFee: {
    defaultVarianceFeeCoefficient: parseEther('0.25'),
    forceCloseVarianceFeeCoefficient: parseEther('0.25'),
    skewAdjustmentCoefficient: parseEther('3'),
    referenceSkew: parseEther('1'),
    minimumStaticSkewAdjustment: parseEther('1'),
    vegaCoefficient: parseEther('0.01'),
    minimumStaticVega: 0n,
    ivVarianceCoefficient: parseEther('1.5'),
    minimumStaticIvVariance: parseEther('1'),
  },
  partialCollateral: {
    penaltyRatio: parseEther('0.2'),
    liquidatorFeeRatio: parseEther('0.4'),
    smFeeRatio: parseEther('0.3'),
    minLiquidationFee: parseEther('15'),
  },
  /** Of Synthetix, between ether and dollar, there and back: what the pool pays, not who trades options. */
  exchangeFees: { sell: parseEther('0.0075'), buy: parseEther('0.005') },
} as const
