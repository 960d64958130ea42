import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type BoundsCase,
  loadCore,
  type Parameters,
  parameterFields,
  parameterMax,
} from '../../../core/index.ts'
import { decodeRefusal } from '../../../verify/evm/decodeRefusal.ts'
import { EvmEngineError } from '../../../verify/evm/errors.ts'
import { createEvmEngine, type EvmEngine } from '../../../verify/evm/evmEngine.ts'
import { parseVector, vectorLines } from '../../cli/support/vectorLines.ts'

const core = await loadCore()
const rows = vectorLines.slice(0, 450).map(parseVector)
const [row] = rows as [(typeof rows)[0]]

let evm: EvmEngine
beforeAll(async () => {
  evm = await createEvmEngine()
}, 600_000)
afterAll(() => evm.close())

function fill(value: bigint): Parameters {
  return Object.fromEntries(parameterFields.map((field) => [field, value])) as unknown as Parameters
}

const defaultCase: BoundsCase = {
  current: fill(100n),
  target: fill(200n),
  bounds: {
    min: fill(0n),
    max: parameterMax,
    stepUp: fill(30n),
    stepDown: fill(30n),
    budget: fill(20n),
    budgetWindowSec: 3600n,
    cooldownSec: 60n,
  },
  loosening: { used: fill(7n), lastAt: 1_700_000_000n },
  nowAt: 1_700_000_600n,
  isSameEpoch: false,
}

describe('evaluateBatch', () => {
  it('default: the bits of the core, across calls', async () => {
    expect(await evm.evaluateBatch(rows)).toEqual(core.evaluateBatch(rows))
  }, 600_000)

  it('behavior: nothing comes of nothing', async () => {
    expect(await evm.evaluateBatch([])).toEqual([])
  })

  it('error: the refusals of the core, for what fits a Solidity type and what does not', async () => {
    const withObservation = (change: object) => ({
      ...row,
      observation: { ...row.observation, ...change },
    })
    const withPolicy = (change: object) => ({ ...row, policy: { ...row.policy, ...change } })
    const wrong = [
      withObservation({ navUsd6: 0n }),
      withObservation({ navUsd6: 10n ** 19n + 1n }),
      withObservation({ gasUsedRatioPips: 2n ** 32n }),
      withObservation({ baseFeePerGas: -1n, navUsd6: 0n }),
      withPolicy({ gasUnits: 20_999n }),
      withPolicy({ zE4: 2n ** 64n }),
      row,
      withPolicy({ zE4: 2n ** 64n, riskAversionE4: 2n ** 300n }),
      // A name that observation and policy share.
      withObservation({ curvaturePips: 2n ** 40n }),
      withPolicy({ curvaturePips: 2n ** 40n }),
      {
        observation: { ...row.observation, curvaturePips: 2n ** 50n },
        policy: { ...row.policy, curvaturePips: 2n ** 40n },
      },
      withPolicy({ curvaturePips: 0n }),
    ]
    const outcomes = await evm.evaluateBatch(wrong)
    expect(outcomes).toEqual(core.evaluateBatch(wrong))
    expect(outcomes.filter((outcome) => outcome instanceof Error)).toHaveLength(11)
  })
})

describe('applyBoundsBatch', () => {
  it('default: the outcome and the refusals of the core, each in its place', async () => {
    const cases: BoundsCase[] = [
      defaultCase,
      { ...defaultCase, nowAt: defaultCase.loosening.lastAt + 59n },
      { ...defaultCase, nowAt: defaultCase.loosening.lastAt - 1n },
      { ...defaultCase, current: parameterMax, target: fill(0n), nowAt: 2n ** 40n - 1n },
      { ...defaultCase, bounds: { ...defaultCase.bounds, max: { ...fill(9n), guardPips: 0n } } },
      { ...defaultCase, bounds: { ...defaultCase.bounds, min: { ...fill(0n), bandPips: 1n } } },
      { ...defaultCase, nowAt: 2n ** 40n },
      { ...defaultCase, isSameEpoch: true },
      {
        ...defaultCase,
        target: fill(10n),
        bounds: { ...defaultCase.bounds, stepDown: parameterMax },
        isSameEpoch: true,
      },
      { ...defaultCase, bounds: { ...defaultCase.bounds, min: fill(8n), max: fill(7n) } },
      defaultCase,
    ]
    const outcomes = await evm.applyBoundsBatch(cases)
    expect(outcomes).toEqual(core.applyBoundsBatch(cases))
    expect(outcomes.filter((outcome) => outcome instanceof Error)).toHaveLength(3)
    const limits = outcomes.flatMap((outcome) => (outcome instanceof Error ? [] : [outcome.limits]))
    expect(limits.filter(({ bandPips }) => bandPips === 'epoch')).toHaveLength(2)
  })
})

describe('decodeRefusal', () => {
  it('error: what is not a refusal', () => {
    expect(() => decodeRefusal('0x')).toThrow(EvmEngineError)
    expect(() => decodeRefusal('0x4e487b71')).toThrow(
      'the twin contract failed with 0x4e487b71; report the input',
    )
  })
})
