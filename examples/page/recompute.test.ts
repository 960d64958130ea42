import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  loadCore,
  type Parameters,
  parameterCaps,
  parameterFields,
  parameterMax,
} from 'gimbal/core'
import type { Update } from './read.ts'
import { recompute, type Step } from './recompute.ts'

const core = await loadCore()

const observation = {
  baseFeePerGas: 698_000_000_000n,
  gasUsedRatioPips: 620_000n,
  nativePriceUsd6: 1_848_000_000n,
  depthUsd6: 89_400_000_000_000n,
  depthRefUsd6: 240_000_000_000_000n,
  varianceWad: 900_000_000_000_000_000n,
  navUsd6: 10_000_000_000_000n,
  dataFeeWei: 0n,
  curvaturePips: 0n,
  horizonSec: 0n,
}
const policy = {
  riskAversionE4: 20_000n,
  curvaturePips: 250_000n,
  curvatureCapPips: 1_000_000n,
  poolFeePips: 500n,
  gasUnits: 200_000n,
  txBytes: 0n,
  priorityFeePerGas: 1_000_000_000n,
  epochSec: 600n,
  slippageCapPips: 5_000n,
  inclusionBlocks: 3n,
  gasTargetPips: 500_000n,
  baseFeeDenominator: 8n,
  executionDelaySec: 60n,
  viscosityE4: 5_000n,
  zE4: 30_000n,
  zJumpE4: 20_000n,
}
const all = (value: bigint) =>
  Object.fromEntries(parameterFields.map((field) => [field, value])) as unknown as Parameters

/** An update as the contract would have made it, of bounds that limit nothing. */
function createUpdate(change: Partial<Parameters> = {}): Update {
  const target = core.evaluate(observation, policy)
  return {
    blockNumber: 444n,
    logIndex: 3,
    nowAt: 1_652_340_040n,
    record: {
      observation,
      observedAt: 1_652_340_005n,
      blockNumber: 441n,
      target,
      oldValues: parameterCaps,
      newValues: { ...target, ...change },
      limits: {} as Update['record']['limits'],
    },
    policy,
    bounds: {
      min: all(0n),
      max: parameterCaps,
      stepUp: parameterMax,
      stepDown: parameterMax,
      budget: parameterMax,
      budgetWindowSec: 3_600n,
      cooldownSec: 0n,
    },
    coreHash: core.hash,
    before: { loosening: { used: all(0n), lastAt: 0n }, observedAt: 0n },
  }
}

test('an honest update is equal in both steps, to the bit', () => {
  const steps = recompute(core, createUpdate()) as Step[]
  assert.deepEqual(
    steps.map(({ isEqual }) => isEqual),
    [true, true],
  )
  assert.equal(steps[1]?.here, steps[1]?.onChain)
})

test('one false bit is found, in the step and in the parameter that has it', () => {
  const { bandPips } = core.evaluate(observation, policy)
  const steps = recompute(core, createUpdate({ bandPips: bandPips ^ 1n })) as Step[]
  assert.deepEqual(
    steps.map(({ result }) => result),
    ['Equal: all 8 parameters, all 190 bits', 'Differs: band'],
  )
})

test('a market of another core is not judged', () => {
  const update = { ...createUpdate(), coreHash: '0xabcd' as const }
  assert.match(recompute(core, update) as string, /cannot judge/)
})
