import { expect, test } from 'vitest'
import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { openMarket } from '../../market/files/openMarket.ts'

test('default: the example is that of the shipped day, Polygon has its own fee and fee rule', async () => {
  const policyOf = async (name: string) => createMarketPolicy((await openMarket(name)).manifest)
  expect(await policyOf('ethereum-2022-05-12')).toEqual(defaultPolicy)
  expect(await policyOf('polygon-2023-08-17')).toEqual({
    ...defaultPolicy,
    poolFeePips: 500n,
    gasTargetPips: 500_000n,
    baseFeeDenominator: 16n,
  })
})
