import { expect, test } from 'vitest'
import { exampleSettings } from '../../../backtest/exampleSettings.ts'
import { listSettingsChanges } from '../../../backtest/proposal/listSettingsChanges.ts'
import { keepVoted } from '../../../backtest/proposal/voted.ts'
import type { Document } from '../../../governance/index.ts'

const [own, other] = ['0xaa', '0xbb'] as const
const example = keepVoted(exampleSettings)
const inForce = { ...example, threshold: 2n }
const fallback = { ...example.fallbackVector, bandPips: 70_000n }
const policy = { ...example.policy, gasUnits: 180_000n }
const document = (changes: readonly object[]) =>
  ({ title: 'A title', summary: '', changes }) as unknown as Document

test('default: each market in the order of the document, with all of its changes', () => {
  const changes = [
    { change: 'fallback', market: other, fallback },
    { change: 'policy', market: own, policy },
    { change: 'fallback', market: own, fallback },
  ]
  const markets = new Map<`0x${string}`, typeof example>([
    [own, inForce],
    [other, example],
  ])
  expect(listSettingsChanges(document(changes), markets, example)).toEqual([
    {
      market: other,
      inForce: example,
      proposed: { ...example, fallbackVector: fallback },
      isAddition: false,
    },
    {
      market: own,
      inForce,
      proposed: { ...inForce, policy, fallbackVector: fallback },
      isAddition: false,
    },
  ])
})

test('behavior: a market that is added has the example in force', () => {
  const { policy: own, bounds, fallbackVector, freshness, ...rest } = inForce
  const change = {
    change: 'market',
    market: other,
    policy: own,
    bounds,
    fallback: fallbackVector,
    freshness,
    ...rest,
  }
  const [found] = listSettingsChanges(document([change]), new Map(), example)
  expect(found).toMatchObject({ market: other, inForce: example, isAddition: true })
  expect(found?.proposed.threshold).toBe(2n)
})
