import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { runBacktest } from '../../backtest/runBacktest.ts'
import type { FillSettings, PolicyVersion } from '../../backtest/settings.ts'
import { type Summary, summarizeRuns } from '../../backtest/summarize.ts'
import type { Core } from '../../core/index.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import type { Steps } from '../../market/steps.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createConstantMix } from '../../strategy/portfolios/constantMix.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { createRule } from '../../strategy/rules/standardRules.ts'
import { createOpenVersion, pushAlways } from './openVersion.ts'
import { findGas, readGasByDay } from './readGasByDay.ts'
import { STEP_SEC } from './straddleRules.ts'

/** The rules that the model is held against: a fixed one of each kind, and never trading. */
const fixedRuleIds = ['band-1', 'band-2.5', 'band-5', 'band-10', 'edge-2.5', 'clock-1d', 'clock-7d']
const MODEL_ID = 'in-force'
const SEED = 14n

/** A portfolio of half dollars, half ether. */
export interface MixCase {
  navUsd: number
  riskAversion: number
}

export interface MixFigures extends MixCase {
  /** bp a year. */
  modelBpYear: number
  holdBpYear: number
  /** The fixed rule that was best, as everybody knows afterwards. */
  bestId: string
  bestBpYear: number
  /** Of the best one's J less the model's: 90 % interval of paired days. */
  lowBpYear: number
  highBpYear: number
  verdict: 'better' | 'worse' | 'no difference shown' | 'too short to judge'
  modelTrades: number
}

/**
 * Eighteen months of eight-hourly closes of ether, gas at the day's average: the model, with nothing voted that would hold it, against
 * fixed rules and never trading. Every order fills at the close that it was decided on, for every rule the same.
 */
export async function runMix({ navUsd, riskAversion }: MixCase, core: Core): Promise<MixFigures> {
  const market = await openMarket('carry-2023')
  const fill = createFill(market.manifest.venue.feePips, riskAversion)
  const version = createVersion(fill)
  const runs = await runBacktest(
    {
      core,
      market,
      others: [],
      portfolio: createConstantMix({
        navUsd6: navUsd * 1e6,
        weightPips: 500_000,
      }) as Portfolio,
      rules: [
        ...['hold', ...fixedRuleIds].map((id) => ({ rule: createRule(id, fill) })),
        { rule: createPolicyRule(MODEL_ID, 'the model'), version },
      ],
      fill,
      push: pushAlways,
    },
    addGas(diskReader.readSteps(market), await readGasByDay()),
  )
  const trials = runs.length
  return judge({ navUsd, riskAversion }, summarizeRuns({ runs, seed: SEED, holdingSec: 0, trials }))
}

function judge(mix: MixCase, { rules, comparisons }: Summary): MixFigures {
  const jOf = (id: string) =>
    Number(rules.find(({ ruleId }) => ruleId === id)?.metrics.jBpYear ?? Number.NaN)
  const bestId = fixedRuleIds.toSorted((a, b) => jOf(a) - jOf(b))[0] as string
  const against = comparisons.find(({ ruleId }) => ruleId === bestId)
  if (against === undefined) throw new RangeError(`no comparison with ${bestId}`)
  const opposite = { better: 'worse', worse: 'better' } as const
  const { verdict } = against
  return {
    navUsd: mix.navUsd,
    riskAversion: mix.riskAversion,
    modelBpYear: jOf(MODEL_ID),
    holdBpYear: jOf('hold'),
    bestId,
    bestBpYear: jOf(bestId),
    lowBpYear: Number(against.lowBpYear),
    highBpYear: Number(against.highBpYear),
    verdict: verdict === 'better' || verdict === 'worse' ? opposite[verdict] : verdict,
    modelTrades: rules.find(({ ruleId }) => ruleId === MODEL_ID)?.metrics.trades ?? 0,
  }
}

/** The shipped market is an exchange's, which takes no gas. */
async function* addGas(
  chunks: AsyncIterable<Steps>,
  gasByDay: ReadonlyMap<number, number>,
): AsyncGenerator<Steps> {
  for await (const steps of chunks) {
    const baseFeePerGas = steps.at.map((at) => findGas(gasByDay, at - STEP_SEC))
    const observations = steps.observations.map(({ at, observation }) => ({
      at,
      observation: {
        ...observation,
        baseFeePerGas: BigInt(findGas(gasByDay, at - STEP_SEC)),
      },
    }))
    yield { ...steps, baseFeePerGas, observations }
  }
}

function createFill(feePips: number, riskAversion: number): FillSettings {
  return {
    latencyBlocks: 0,
    isWhatIf: true,
    slippageCapPips: Number(defaultPolicy.slippageCapPips),
    refillPips: 20_000,
    feePips,
    gasUnits: Number(defaultPolicy.gasUnits),
    priorityFeePerGas: 0,
    maxFeePerGas: Number.POSITIVE_INFINITY,
    riskAversionE4: riskAversion * 10_000,
  }
}

/** The example policy for this market, which is looked at every eight hours; no bound binds. */
function createVersion({ feePips, riskAversionE4 }: FillSettings): PolicyVersion {
  return createOpenVersion({
    ...defaultPolicy,
    riskAversionE4: BigInt(riskAversionE4),
    poolFeePips: BigInt(feePips),
    priorityFeePerGas: 0n,
    epochSec: BigInt(STEP_SEC),
  })
}
