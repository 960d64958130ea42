// The target of an observation, by the core itself.

import { BigInt } from '@graphprotocol/graph-ts'
import { evaluate } from '../../assembly/model'
import { ModelInput, Parameters } from '../../assembly/types'
import { Observation, PolicyVersion, TargetPoint } from '../../build/subgraph/generated/schema'
import { OBSERVATION_FIELDS, POLICY_FIELDS } from './fields'
import { toWord } from './integers'

/** Sets the observation's target, or the name of the field for which there is none. */
export function evaluateTarget(observation: Observation, policy: PolicyVersion): void {
  const input = new ModelInput()
  input.baseFeePerGas = toWord(observation.baseFeePerGas)
  input.gasUsedRatioPips = toWord(observation.gasUsedRatioPips)
  input.nativePriceUsd6 = toWord(observation.nativePriceUsd6)
  input.depthUsd6 = toWord(observation.depthUsd6)
  input.depthRefUsd6 = toWord(observation.depthRefUsd6)
  input.varianceWad = toWord(observation.varianceWad)
  input.navUsd6 = toWord(observation.navUsd6)
  input.dataFeeWei = toWord(observation.dataFeeWei)
  input.toldCurvaturePips = toWord(observation.curvaturePips)
  input.horizonSec = toWord(observation.horizonSec)
  input.riskAversionE4 = toWord(policy.riskAversionE4)
  input.curvaturePips = toWord(policy.curvaturePips)
  input.curvatureCapPips = toWord(policy.curvatureCapPips)
  input.poolFeePips = toWord(policy.poolFeePips)
  input.gasUnits = toWord(policy.gasUnits)
  input.txBytes = toWord(policy.txBytes)
  input.priorityFeePerGas = toWord(policy.priorityFeePerGas)
  input.epochSec = toWord(policy.epochSec)
  input.slippageCapPips = toWord(policy.slippageCapPips)
  input.inclusionBlocks = toWord(policy.inclusionBlocks)
  input.gasTargetPips = toWord(policy.gasTargetPips)
  input.baseFeeDenominator = toWord(policy.baseFeeDenominator)
  input.executionDelaySec = toWord(policy.executionDelaySec)
  input.viscosityE4 = toWord(policy.viscosityE4)
  input.zE4 = toWord(policy.zE4)
  input.zJumpE4 = toWord(policy.zJumpE4)

  const target = new Parameters()
  const status = evaluate(input, target)
  if (status != 0) {
    observation.refusedField = nameField(<i32>status - 1)
    return
  }
  observation.targetAggressivenessPips = BigInt.fromU64(target.aggressivenessPips)
  observation.targetBandPips = BigInt.fromU64(target.bandPips)
  observation.targetMaxTradeUsd = BigInt.fromU64(target.maxTradeUsd)
  observation.targetIntervalSec = BigInt.fromU64(target.intervalSec)
  observation.targetCppiMultiplierE3 = BigInt.fromU64(target.cppiMultiplierE3)
  observation.targetGuardPips = BigInt.fromU64(target.guardPips)
  observation.targetLotPips = BigInt.fromU64(target.lotPips)
  observation.targetReturnPips = BigInt.fromU64(target.returnPips)
  savePoint(observation, target)
}

/** The name of a lane of the core's input: the observation's fields, then the policy's. */
function nameField(lane: i32): string {
  const first = OBSERVATION_FIELDS.length
  return lane < first ? OBSERVATION_FIELDS[lane] : POLICY_FIELDS[lane - first]
}

function savePoint(observation: Observation, target: Parameters): void {
  const point = new TargetPoint(0)
  point.market = observation.market
  point.aggressivenessPips = BigInt.fromU64(target.aggressivenessPips)
  point.bandPips = BigInt.fromU64(target.bandPips)
  point.maxTradeUsd = BigInt.fromU64(target.maxTradeUsd)
  point.intervalSec = BigInt.fromU64(target.intervalSec)
  point.cppiMultiplierE3 = BigInt.fromU64(target.cppiMultiplierE3)
  point.guardPips = BigInt.fromU64(target.guardPips)
  point.lotPips = BigInt.fromU64(target.lotPips)
  point.returnPips = BigInt.fromU64(target.returnPips)
  point.varianceWad = observation.varianceWad
  point.save()
}
