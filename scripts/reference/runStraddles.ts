import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { runBacktest } from '../../backtest/runBacktest.ts'
import type { FillSettings } from '../../backtest/settings.ts'
import type { Core, Policy } from '../../core/index.ts'
import type { OptionFigures, Strategies } from '../../core/strategies.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import type { Market } from '../../market/manifest.ts'
import type { Steps } from '../../market/steps.ts'
import type { OptionMaths } from '../../strategy/options/optionLegs.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createOptionBook } from '../../strategy/portfolios/optionBook.ts'
import type { Rule } from '../../strategy/rule.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { withFixedCapital } from './fixedCapital.ts'
import { createOpenVersion, pushAlways } from './openVersion.ts'
import { BOOK_SEC, BOOK_STEPS, readStraddleBooks, type StraddleBook } from './straddleBooks.ts'
import { createStraddleRules, STEP_SEC } from './straddleRules.ts'
import { type StraddleRow, straddleRuleIds } from './studyFigures.ts'

const YEAR_SEC = 31_557_600
/** 99 % a step, as the simulator has it: by the minute. */
const REFILL_PIPS = 1e6 * (1 - 0.01 ** (60 / STEP_SEC))

/**
 * J of each rule of the study's table for a price of risk and a notional, by the project's own backtester: 417 straddles of thirty days,
 * sold at the money on every day from the hundredth on, hedged in a pool of $150M whose fee is 5 bp, one after the other.
 *
 * @param isRefillDelayed As in the study's table; false: as `gimbal backtest` has it.
 * @returns bp of the notional a year, in the order of `straddleRuleIds`, and last the model as a vault follows it.
 */
export async function runStraddles(
  { riskAversionE4, notionalUsd }: Omit<StraddleRow, 'jBpYear'>,
  { core, strategies }: { core: Core; strategies: Strategies },
  isRefillDelayed: boolean,
): Promise<number[]> {
  const market = await openMarket('carry-2023')
  const books = await readStraddleBooks(market)
  const settings = { core, policy: createPolicy(riskAversionE4) }
  const maths = remember(strategies)
  const capitalUsd6 = notionalUsd * 1e6
  const version = createOpenVersion(settings.policy)
  const losses = Array.from({ length: straddleRuleIds.length + 1 }, () => 0)
  for (const book of books) {
    const rules = createStraddleRules(settings)
    const runs = await runBacktest(
      {
        core,
        market,
        others: [],
        portfolio: createBook(capitalUsd6, maths),
        rules: [
          ...straddleRuleIds.map((id) => ({ rule: endAt(rules[id], book) })),
          { rule: endAt(createPolicyRule('policy', 'the model'), book), version },
        ],
        fill: createFill(market, riskAversionE4, isRefillDelayed),
        push: pushAlways,
      },
      yieldOnce(book.steps),
    )
    for (const [index, { days }] of runs.entries()) {
      for (const { ledger, riskUsd6 } of days) {
        losses[index] =
          (losses[index] as number) + riskUsd6 - ledger.fee - ledger.impact - ledger.gas
      }
    }
  }
  const years = (books.length * BOOK_STEPS * STEP_SEC) / YEAR_SEC
  return losses.map((lossUsd6) => (lossUsd6 / capitalUsd6 / years) * 1e4)
}

async function* yieldOnce(steps: Steps): AsyncGenerator<Steps> {
  yield steps
}

/** A call and a put sold at the money for the whole book, each on as much ether as the notional buys, and hedged in ether. */
function createBook(capitalUsd6: number, maths: OptionMaths): Portfolio {
  const leg = { strikePips: 1_000_000, termSec: BOOK_SEC, quantityPips: -1_000_000 }
  const book = createOptionBook(
    {
      id: 'straddle',
      navUsd6: capitalUsd6,
      legs: [
        { type: 'call', ...leg },
        { type: 'put', ...leg },
      ],
      hedge: 'spot',
      spreadPips: 0,
    },
    maths,
  )
  return withFixedCapital(book, capitalUsd6) as Portfolio
}

/** Nothing is decided once the options have expired. */
function endAt({ id, title, kind, decide }: Rule, { expiryAt }: StraddleBook): Rule {
  return { id, title, kind, decide: (view) => (view.row.at >= expiryAt ? 0 : decide(view)) }
}

function createPolicy(riskAversionE4: number): Policy {
  return {
    ...defaultPolicy,
    riskAversionE4: BigInt(riskAversionE4),
    curvaturePips: 1n,
    curvatureCapPips: 100_000_000n,
    poolFeePips: 500n,
    gasUnits: 300_000n,
    priorityFeePerGas: 0n,
    epochSec: BigInt(STEP_SEC),
    inclusionBlocks: 0n,
    viscosityE4: 0n,
  }
}

function createFill(
  { manifest }: Market,
  riskAversionE4: number,
  isRefillDelayed: boolean,
): FillSettings {
  return {
    latencyBlocks: 0,
    isWhatIf: true,
    slippageCapPips: 5_000,
    refillPips: REFILL_PIPS,
    isRefillDelayed,
    feePips: manifest.venue.feePips,
    gasUnits: 300_000,
    priorityFeePerGas: 0,
    maxFeePerGas: Number.POSITIVE_INFINITY,
    riskAversionE4,
  }
}

/** All rules value the same options: each figure is computed once. */
function remember({ priceOption }: Strategies): OptionMaths {
  const known = new Map<string, OptionFigures>()
  return {
    priceOption(input) {
      const { spotUsd6, strikeUsd6, varianceWad, timeToExpirySec } = input
      const key = `${spotUsd6} ${strikeUsd6} ${varianceWad} ${timeToExpirySec}`
      const figures = known.get(key) ?? priceOption(input)
      known.set(key, figures)
      return figures
    },
  }
}
