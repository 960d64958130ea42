/** Inputs of the model that cover its whole domain and lean on its edges. */
import {
  type Observation,
  observationDomain,
  observationFields,
  type Policy,
  policyDomain,
  policyFields,
  type Range,
  type Row,
} from '../oracle/domain.ts'
import { aims } from './aims.ts'
import { anyValue, edge, logUniform } from './fields.ts'
import type { Random } from './random.ts'

type Sampler = (random: Random, range: Range) => bigint

const allAims = Object.values(aims)

/** Ethereum, Polygon PoS, OP Mainnet, Base, Arbitrum. */
const feeRules = [
  { gasTargetPips: 500_000n, baseFeeDenominator: 8n },
  { gasTargetPips: 650_000n, baseFeeDenominator: 64n },
  { gasTargetPips: 500_000n, baseFeeDenominator: 250n },
  { gasTargetPips: 200_000n, baseFeeDenominator: 100n },
  { gasTargetPips: 1_000_000n, baseFeeDenominator: 0n },
]

function sampleRow(random: Random, sample: Sampler): Row {
  const observation = {} as Observation
  const policy = {} as Policy
  for (const field of observationFields) {
    observation[field] = sample(random, observationDomain[field])
  }
  for (const field of policyFields) policy[field] = sample(random, policyDomain[field])
  return { observation, policy }
}

/** A market such as there are: narrower ranges, uniform in the logarithm. */
function usualRow(random: Random): Row {
  const depthUsd6 = logUniform(random, { min: 10n ** 9n, max: 10n ** 15n })
  const isRollup = random.chance(0.3)
  const fees = random.pick(feeRules)
  return {
    observation: {
      baseFeePerGas: logUniform(random, { min: 10n ** 7n, max: 10n ** 12n }),
      gasUsedRatioPips: random.between(300_000n, 1_000_000n),
      nativePriceUsd6: logUniform(random, { min: 10n ** 5n, max: 10n ** 10n }),
      depthUsd6,
      depthRefUsd6: (depthUsd6 * random.between(50n, 600n)) / 100n,
      varianceWad: logUniform(random, { min: 10n ** 16n, max: 4n * 10n ** 18n }),
      navUsd6: logUniform(random, { min: 10n ** 9n, max: 10n ** 15n }),
      dataFeeWei: isRollup ? logUniform(random, { min: 10n ** 10n, max: 10n ** 15n }) : 0n,
      curvaturePips: random.chance(0.5) ? 0n : random.between(10_000n, 5_000_000n),
      horizonSec: random.chance(0.6) ? 0n : random.between(3_600n, 7_776_000n),
    },
    policy: {
      riskAversionE4: random.between(10_000n, 100_000n),
      curvaturePips: random.between(90_000n, 250_000n),
      curvatureCapPips: random.between(250_000n, 10_000_000n),
      poolFeePips: random.pick([100n, 500n, 3_000n, 10_000n]),
      gasUnits: random.between(100_000n, 600_000n),
      txBytes: isRollup ? random.between(200n, 2_000n) : 0n,
      priorityFeePerGas: logUniform(random, { min: 1n, max: 10n ** 10n }),
      epochSec: random.pick([300n, 900n, 3_600n, 14_400n, 86_400n]),
      slippageCapPips: random.between(100n, 50_000n),
      inclusionBlocks: random.between(0n, 150n),
      gasTargetPips: fees.gasTargetPips,
      baseFeeDenominator: fees.baseFeeDenominator,
      executionDelaySec: random.between(12n, 3_600n),
      viscosityE4: random.between(0n, 20_000n),
      zE4: random.between(10_000n, 60_000n),
      zJumpE4: random.between(0n, 50_000n),
    },
  }
}

/** Any row: independent fields, corners of the domain, usual markets, each aimed in a third. */
export function anyRow(random: Random): Row {
  const roll = random.unit()
  const row =
    roll < 0.6
      ? sampleRow(random, anyValue)
      : roll < 0.7
        ? sampleRow(random, edge)
        : usualRow(random)
  for (let more = random.chance(0.4); more; more = random.chance(0.25)) {
    random.pick(allAims)(random, row)
  }
  return row
}

export function anyRows(random: Random, count: number): Row[] {
  return Array.from({ length: count }, () => anyRow(random))
}
