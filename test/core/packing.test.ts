import { describe, expect, it } from 'vitest'
import {
  type Observation,
  OutOfDomainError,
  observationFields,
  type Parameters,
  packEvidence,
  packVector,
  parameterFields,
  unpackEvidence,
  unpackUpdate,
  unpackVector,
} from '../../core/index.ts'
import { anyValue } from '../generators/fields.ts'
import { Random, testSeed } from '../generators/random.ts'
import { observationDomain, parameterRange } from '../oracle/domain.ts'

const evidenceBits: Record<keyof Observation, bigint> = {
  baseFeePerGas: 48n,
  gasUsedRatioPips: 20n,
  nativePriceUsd6: 37n,
  depthUsd6: 64n,
  depthRefUsd6: 64n,
  varianceWad: 64n,
  navUsd6: 64n,
  dataFeeWei: 64n,
  curvaturePips: 27n,
  horizonSec: 29n,
}

const vectorBits: Record<keyof Parameters, bigint> = {
  aggressivenessPips: 20n,
  bandPips: 20n,
  maxTradeUsd: 40n,
  intervalSec: 32n,
  cppiMultiplierE3: 16n,
  guardPips: 22n,
  lotPips: 20n,
  returnPips: 20n,
}

function each<Field extends string>(
  fields: readonly Field[],
  of: (field: Field) => bigint,
): Record<Field, bigint> {
  return Object.fromEntries(fields.map((field) => [field, of(field)])) as Record<Field, bigint>
}

const noObservation: Observation = each(observationFields, () => 0n)
const noParameters: Parameters = each(parameterFields, () => 0n)

describe('packEvidence, unpackEvidence', () => {
  it('default: any observation of the domain comes back', () => {
    const random = new Random(testSeed())
    for (let i = 0; i < 2_000; i += 1) {
      const observation = each(observationFields, (field) =>
        anyValue(random, observationDomain[field]),
      )
      expect(unpackEvidence(packEvidence(observation))).toEqual(observation)
    }
  })

  it('behavior: the layout of a report, the lowest bits first', () => {
    const [first, second] = packEvidence({
      baseFeePerGas: 1n,
      gasUsedRatioPips: 2n,
      nativePriceUsd6: 3n,
      depthUsd6: 4n,
      depthRefUsd6: 5n,
      varianceWad: 6n,
      navUsd6: 7n,
      dataFeeWei: 8n,
      curvaturePips: 9n,
      horizonSec: 10n,
    })
    const low = 1n | (2n << 48n) | (3n << 68n) | (9n << 105n) | (10n << 132n) | (8n << 161n)
    expect(first).toBe(low)
    expect(second).toBe(4n | (5n << 64n) | (6n << 128n) | (7n << 192n))
  })

  it('behavior: the largest value of every field leaves the highest 31 bits of word 0 empty', () => {
    const full = each(observationFields, (field) => (1n << evidenceBits[field]) - 1n)
    const [first, second] = packEvidence(full)
    expect([first, second]).toEqual([2n ** 225n - 1n, 2n ** 256n - 1n])
    expect(unpackEvidence([first, second])).toEqual(full)
  })

  it.each(observationFields)('error: %s does not fit its bits', (field) => {
    const max = (1n << evidenceBits[field]) - 1n
    for (const value of [-1n, max + 1n]) {
      const pack = () => packEvidence({ ...noObservation, [field]: value })
      expect(pack).toThrow(new OutOfDomainError(field, value, 0n, max))
    }
  })
})

describe('packVector, unpackVector', () => {
  it('default: any target comes back, in 190 bits', () => {
    const random = new Random(testSeed())
    for (let i = 0; i < 2_000; i += 1) {
      const values = each(parameterFields, (field) => anyValue(random, parameterRange[field]))
      const word = packVector(values)
      expect(word >> 190n).toBe(0n)
      expect(unpackVector(word)).toEqual(values)
      expect(unpackVector(word | ((2n ** 66n - 1n) << 190n))).toEqual(values)
    }
  })

  it('behavior: the fields lie in their order, the lowest bits first', () => {
    let offset = 0n
    for (const field of parameterFields) {
      expect(packVector({ ...noParameters, [field]: 1n })).toBe(1n << offset)
      offset += vectorBits[field]
    }
    expect(offset).toBe(190n)
  })

  it.each(parameterFields)('error: %s does not fit its bits', (field) => {
    const max = (1n << vectorBits[field]) - 1n
    for (const value of [-1n, max + 1n]) {
      const pack = () => packVector({ ...noParameters, [field]: value })
      expect(pack).toThrow(new OutOfDomainError(field, value, 0n, max))
    }
  })
})

describe('unpackUpdate', () => {
  it('default: the five words of one push', () => {
    const observation = { ...noObservation, navUsd6: 5n, horizonSec: 77n }
    const [target, oldValues, newValues] = [1n, 2n, 3n].map((value) =>
      each(parameterFields, () => value),
    ) as [Parameters, Parameters, Parameters]
    const limits = 0x6543_2106n
    const record = unpackUpdate([
      ...packEvidence(observation),
      packVector(target) | (limits << 190n),
      packVector(oldValues) | (1_800_000_000n << 190n),
      packVector(newValues) | ((2n ** 64n - 1n) << 190n),
    ])
    expect(record).toEqual({
      observation,
      observedAt: 1_800_000_000n,
      blockNumber: 2n ** 64n - 1n,
      target,
      oldValues,
      newValues,
      limits: {
        aggressivenessPips: 'epoch',
        bandPips: 'none',
        maxTradeUsd: 'step',
        intervalSec: 'budget',
        cppiMultiplierE3: 'cooldown',
        guardPips: 'min',
        lotPips: 'max',
        returnPips: 'epoch',
      },
    })
  })
})
