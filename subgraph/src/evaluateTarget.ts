// The target of an observation, by the core itself.

import { BigInt } from '@graphprotocol/graph-ts'
import { evaluate } from '../../assembly/model'
import { ModelInput, Parameters } from '../../assembly/types'
import { Observation, PolicyVersion, TargetPoint } from '../../build/subgraph/generated/schema'
import { toWord } from './integers'

// In the order of the core's input; the first seven are the observation's, the others the policy's.
const INPUT_FIELDS: string[] = [
  'baseFeePerGas',
  'gasUsedRatioPips',
  'nativePriceUsd6',
  'depthUsd6',
  'depthRefUsd6',
  'varianceWad',
  'navUsd6',
  'riskAversionE4',
  'targetWeightPips',
  'poolFeePips',
  'gasUnits',
  'priorityFeePerGas',
  'epochSec',
  'slippageCapPips',
  'inclusionBlocks',
  'executionDelaySec',
  'viscosityE4',
  'zE4',
]

/** Sets the observation's target, or the name of the field for which there is none. */
export function evaluateTarget(observation: Observation, policy: PolicyVersion): void {
  const navUsd6 = observation.navUsd6
  if (navUsd6 === null) {
    observation.refusedField = 'navUsd6'
    return
  }
  const input = new ModelInput()
  input.baseFeePerGas = toWord(observation.baseFeePerGas)
  input.gasUsedRatioPips = toWord(observation.gasUsedRatioPips)
  input.nativePriceUsd6 = toWord(observation.nativePriceUsd6)
  input.depthUsd6 = toWord(observation.depthUsd6)
  input.depthRefUsd6 = toWord(observation.depthRefUsd6)
  input.varianceWad = toWord(observation.varianceWad)
  input.navUsd6 = toWord(navUsd6)
  input.riskAversionE4 = toWord(policy.riskAversionE4)
  input.targetWeightPips = toWord(policy.targetWeightPips)
  input.poolFeePips = toWord(policy.poolFeePips)
  input.gasUnits = toWord(policy.gasUnits)
  input.priorityFeePerGas = toWord(policy.priorityFeePerGas)
  input.epochSec = toWord(policy.epochSec)
  input.slippageCapPips = toWord(policy.slippageCapPips)
  input.inclusionBlocks = toWord(policy.inclusionBlocks)
  input.executionDelaySec = toWord(policy.executionDelaySec)
  input.viscosityE4 = toWord(policy.viscosityE4)
  input.zE4 = toWord(policy.zE4)

  const target = new Parameters()
  const status = evaluate(input, target)
  if (status != 0) {
    observation.refusedField = INPUT_FIELDS[<i32>status - 1]
    return
  }
  observation.targetAggressivenessPips = BigInt.fromU64(target.aggressivenessPips)
  observation.targetBandPips = BigInt.fromU64(target.bandPips)
  observation.targetMaxTradeUsd6 = BigInt.fromU64(target.maxTradeUsd6)
  observation.targetMinIntervalSec = BigInt.fromU64(target.minIntervalSec)
  observation.targetCppiMultiplierE3 = BigInt.fromU64(target.cppiMultiplierE3)
  observation.targetGuardPips = BigInt.fromU64(target.guardPips)
  savePoint(observation, target)
}

function savePoint(observation: Observation, target: Parameters): void {
  const point = new TargetPoint(0)
  point.market = observation.market
  point.aggressivenessPips = BigInt.fromU64(target.aggressivenessPips)
  point.bandPips = BigInt.fromU64(target.bandPips)
  point.maxTradeUsd6 = BigInt.fromU64(target.maxTradeUsd6)
  point.minIntervalSec = BigInt.fromU64(target.minIntervalSec)
  point.cppiMultiplierE3 = BigInt.fromU64(target.cppiMultiplierE3)
  point.guardPips = BigInt.fromU64(target.guardPips)
  point.varianceWad = observation.varianceWad
  point.save()
}
