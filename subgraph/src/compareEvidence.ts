// How far an update's evidence, and the target with it, are from the index's own at the end of the same segment.

import { BigInt, Entity, Value, ValueKind } from '@graphprotocol/graph-ts'
import {
  EvidenceDifference,
  Market,
  Observation,
  ParametersUpdate,
  ParameterVector,
  SourceVersion,
} from '../../build/subgraph/generated/schema'
import { DIFFERENCE_FIELDS, OBSERVATION_FIELDS, TARGET_FIELDS, VECTOR_FIELDS } from './fields'
import { periodId } from './ids'
import { isNegative, isZero } from './integers'
import { SEGMENT_SEC, segmentStart } from './periods'

const ONE_PIPS: i32 = 1_000_000

/** Saves the difference of an update whose target is saved, if the index has an observation to compare it with. */
export function compareEvidence(update: ParametersUpdate, market: Market): void {
  const source = SourceVersion.load(market.source)
  const target = ParameterVector.load(update.target)
  if (source === null || target === null) return
  const endAt = segmentStart(update.observedAt, source.segmentOffsetSec)
  const own = Observation.load(periodId(endAt - SEGMENT_SEC, market.id))
  if (own === null) return

  const difference = new EvidenceDifference(update.id)
  difference.market = market.id
  difference.evidenceKind = update.evidenceKind
  difference.observation = own.id
  difference.blockAt = update.blockAt
  const figures = OBSERVATION_FIELDS.length
  for (let i = 0; i < figures; i++) {
    const name = OBSERVATION_FIELDS[i]
    const isRatio = name == 'gasUsedRatioPips'
    set(difference, i, compare(read(update, name), read(own, name), isRatio))
  }
  let largestPips: BigInt | null = BigInt.zero()
  for (let i = 0; i < VECTOR_FIELDS.length; i++) {
    const pips = compare(read(target, VECTOR_FIELDS[i]), read(own, TARGET_FIELDS[i]), false)
    set(difference, figures + i, pips)
    largestPips = largerOf(largestPips, pips)
  }
  difference.largestTargetPips = largestPips
  difference.save()
  update.difference = difference.id
}

/** The difference in pips of the index's figure, or of 1; null: there is no such figure, or it is 0 and the other is not. */
function compare(told: BigInt | null, own: BigInt | null, isRatio: bool): BigInt | null {
  if (told === null || own === null) return null
  const distance = told.minus(own)
  if (isRatio || isZero(distance)) return distance
  return isZero(own) ? null : distance.times(BigInt.fromI32(ONE_PIPS)).div(own)
}

function largerOf(largest: BigInt | null, pips: BigInt | null): BigInt | null {
  if (largest === null || pips === null) return null
  const size = isNegative(pips) ? pips.neg() : pips
  return size.gt(largest) ? size : largest
}

function read(entity: Entity, name: string): BigInt | null {
  const value = entity.get(name)
  return value === null || value.kind == ValueKind.NULL ? null : value.toBigInt()
}

function set(difference: EvidenceDifference, index: i32, pips: BigInt | null): void {
  const name = DIFFERENCE_FIELDS[index]
  if (pips === null) difference.unset(name)
  else difference.set(name, Value.fromBigInt(pips))
}
