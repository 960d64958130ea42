import {
  type BacktestResult,
  backtest,
  createInputs,
  exampleSettings,
  keepVoted,
  openEngine,
  openMarket,
} from 'gimbal/backtest'
import { createConstantMix, createRule, type Portfolio, type Rule } from 'gimbal/strategy'
import { zeroHash } from 'viem'

/** A rule of one's own is an object with one function. */
export const never: Rule = { id: 'never', title: 'never trades', kind: 'plain', decide: () => 0 }
export const rules: Rule[] = [
  never,
  createRule('band-2.5', { feePips: 3_000, riskAversionE4: 500_000 }),
]
export const portfolio: Portfolio<{ cashUsd6: number }> = createConstantMix({
  navUsd6: 1e12,
  weightPips: 500_000,
})

export async function run(): Promise<BacktestResult> {
  const inForce = keepVoted(exampleSettings)
  const inputs = createInputs(
    {
      title: 'The same',
      documentHash: undefined,
      market: zeroHash,
      isAddition: false,
      inForce,
      proposed: inForce,
    },
    { markets: [await openMarket('ethereum-2022-05-12')] },
  )
  const { result } = await backtest({ ...inputs, trials: 1 }, await openEngine())
  return result
}
