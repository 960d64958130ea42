import { runBacktest } from '../../backtest/runBacktest.ts'
import type { Core } from '../../core/index.ts'
import type { Strategies } from '../../core/strategies.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import type { Market } from '../../market/manifest.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createCarry } from '../../strategy/portfolios/carry.ts'
import { createBandRule } from '../../strategy/rules/band.ts'

/** 10 bp of what the asset's leg changes, for both legs together. */
const FEE_PIPS = 1_000
/** Small, so that its trades move no price. */
const NAV_USD6 = 10_000e6
const YEAR_SEC = 31_557_600
/** The end of the first bar of 2023-04-01, and of the last one of 2024-06-30. */
const from = Date.UTC(2023, 3, 1, 8) / 1_000
const until = Date.UTC(2024, 6, 1) / 1_000

export interface CarryTerms {
  leverage: number
  /** The margin ratio that is topped up at, as a share of the ratio at the start. */
  topUp: number
  /** Out while the average funding over so long is below 0; undefined: always in. */
  timingDays?: number | undefined
}

export interface CarryFigures {
  /** ln(end / start) a year, 1 = 100 %; the fee of the opening is taken off. */
  growth: number
  liquidations: number
  topUps: number
}

/**
 * Cash and carry from 2023-04-01 to 2024-06-30 by the project's own backtester: every order fills at the close that it was decided on,
 * a liquidation takes all of the margin.
 */
export async function runCarry(
  market: Market,
  { leverage, topUp, timingDays }: CarryTerms,
  { core, strategies }: { core: Core; strategies: Strategies },
): Promise<CarryFigures> {
  const carry = createCarry(
    {
      navUsd6: NAV_USD6,
      margin: 'isolated',
      leverage: leverage * 1_000,
      maintenancePips: 10_000,
      basisReservePips: 0,
      haircutPips: 0,
      topUpPips: topUp * 1e6,
      penaltyPips: 1_000_000,
      borrowPipsYear: 0,
      timingSec: timingDays === undefined ? undefined : timingDays * 86_400,
    },
    strategies,
  )
  const [run] = await runBacktest(
    {
      core,
      market,
      others: [],
      portfolio: carry as Portfolio,
      rules: [{ rule: createBandRule(0.5) }],
      fill: {
        latencyBlocks: 0,
        isWhatIf: true,
        perp: { feePips: FEE_PIPS, halfSpreadPips: 0, depthUsd6: Number.MAX_SAFE_INTEGER },
        refillPips: 0,
        feePips: FEE_PIPS,
        gasUnits: 0,
        priorityFeePerGas: 0,
        maxFeePerGas: Number.POSITIVE_INFINITY,
        riskAversionE4: 0,
      },
    },
    diskReader.readSteps(market, { from, to: until + 1 }),
  )
  if (run === undefined) throw new RangeError(`${market.manifest.name} has no step`)
  const endUsd6 = run.days.at(-1)?.navEndUsd6 ?? NAV_USD6
  const openingFee = (leverage / (1 + leverage)) * (FEE_PIPS / 1e6)
  const { liquidations, topUps } = run.incidents
  const years = (until - from) / YEAR_SEC
  return { growth: Math.log(endUsd6 / NAV_USD6 - openingFee) / years, liquidations, topUps }
}
