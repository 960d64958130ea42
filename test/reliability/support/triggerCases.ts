// Where a trigger could be missed: values, bounds, observations and times at the edges of what the contract holds.

import type { Bounds, Observation, ParameterField, Parameters } from '../../../core/index.ts'
import { parameterFields, parameterMax } from '../../../core/index.ts'
import type { Random } from '../../generators/random.ts'
import { loosensUp } from '../../oracle/bounds.ts'
import { clamp } from '../../oracle/integers.ts'
import { freeBounds } from './governedChain.ts'

/** A market, an observation and a time. What is not said is as if nothing were to be done. */
export interface TriggerCase {
  name: string
  /** The value in force; the rest is the target already. */
  values?: Partial<Parameters>
  bounds?: Bounds
  observation?: Partial<Observation>
  /** There is an earlier push with the same observation, if it is taken, so many seconds before. */
  sinceSec?: bigint
  /** In the epoch of the earlier push, or with its very evidence. */
  again?: 'its epoch' | 'its evidence'
  /** How the observation is another one than the earlier push's. */
  further?: Partial<Observation>
  /** Voters set something after the block that was observed. */
  isReconfigured?: boolean
  /** The market was halted and resumed. */
  isResumed?: boolean
  /** What the guardian has called. */
  guardian?: readonly ('halt' | 'useFallback')[]
}

/** What a loosening has to exceed, 1e6 = 100 %. */
export const DEAD_BAND_PIPS = 20_000n
/** The age from which a value is confirmed. */
export const HEARTBEAT_SEC = 900n
const COOLDOWN_SEC = 1_000n
const MILLION = 1_000_000n
const { max: caps } = freeBounds

/** Towards more risk by so much, or less; within what the contract holds. */
function bolder(field: ParameterField, from: bigint, by: bigint): bigint {
  const value = loosensUp[field] ? from + by : from - by
  return clamp(value, { min: 0n, max: caps[field] })
}

function withField(vector: Parameters, field: ParameterField, value: bigint): Parameters {
  return { ...vector, [field]: value }
}

/** The most timid value from which a target is no further than the dead-band, rounded into it. */
function timidEdge(field: ParameterField, target: bigint): bigint {
  return loosensUp[field]
    ? (target * MILLION + MILLION + DEAD_BAND_PIPS - 1n) / (MILLION + DEAD_BAND_PIPS)
    : (target * MILLION) / (MILLION - DEAD_BAND_PIPS)
}

function listFieldCases(field: ParameterField, target: bigint): TriggerCase[] {
  const at = (name: string, value: bigint, bounds?: Bounds): TriggerCase => ({
    name: `${field}: ${name}`,
    values: { [field]: value },
    ...(bounds && { bounds }),
  })
  const loosening = loosensUp[field] ? 'stepUp' : 'stepDown'
  const tightening = loosensUp[field] ? 'stepDown' : 'stepUp'
  const step = (direction: typeof loosening, value: bigint): Bounds => {
    return { ...freeBounds, [direction]: withField(parameterMax, field, value) }
  }
  const budget = (value: bigint): Bounds => {
    return { ...freeBounds, budget: withField(parameterMax, field, value) }
  }
  const within = (min: bigint, max: bigint): Bounds => ({
    ...freeBounds,
    min: withField(freeBounds.min, field, min),
    max: withField(caps, field, max),
  })
  const bold = bolder(field, target, target / 2n + 10n)
  const timid = bolder(field, target, -(target / 2n + 10n))
  const edge = timidEdge(field, target)
  return [
    ...[0n, 1n, caps[field] - 1n, caps[field]].map((value) => at(`value ${value}`, value)),
    at('a unit too bold', bolder(field, target, 1n)),
    at('a unit too timid', bolder(field, target, -1n)),
    at('at the dead-band', edge),
    at('a unit beyond the dead-band', bolder(field, edge, -1n)),
    at('a unit within the dead-band', bolder(field, edge, 1n)),
    at('a loosening step of 0', timid, step(loosening, 0n)),
    at('a loosening step of 1', timid, step(loosening, 1n)),
    at('a tightening step of 0', bold, step(tightening, 0n)),
    at('a tightening step of 1', bold, step(tightening, 1n)),
    at('a budget of 0', timid, budget(0n)),
    at('a budget of 1', timid, budget(1n)),
    at('only one value allowed', bold, within(bold, bold)),
    at('a target beyond the bold end', edge, within(...ordered(edge, bolder(field, edge, -2n)))),
    at('a target beyond the timid end', bold, within(...ordered(bold, bolder(field, bold, 2n)))),
  ]
}

function ordered(one: bigint, other: bigint): [min: bigint, max: bigint] {
  return one < other ? [one, other] : [other, one]
}

/** @param domain - Of the observation's fields. */
function listObservationCases(
  domain: Record<keyof Observation, { min: bigint; max: bigint }>,
): TriggerCase[] {
  // Evidence holds no more of these.
  const packedMaxima: Partial<Observation> = {
    baseFeePerGas: 2n ** 48n - 1n,
    gasUsedRatioPips: 2n ** 20n - 1n,
    nativePriceUsd6: 2n ** 37n - 1n,
    curvaturePips: 2n ** 27n - 1n,
    horizonSec: 2n ** 29n - 1n,
  }
  return (Object.keys(domain) as (keyof Observation)[]).flatMap((field) => {
    const { min, max } = domain[field]
    const edges = [min, min + 1n, max - 1n, max, max + 1n, packedMaxima[field] ?? 2n ** 64n - 1n]
    const values = min === 0n ? edges : [min - 1n, ...edges]
    return values.map((value) => ({
      name: `${field} ${value} observed`,
      observation: { [field]: value },
    }))
  })
}

/** A second push in an epoch. */
function listFurtherCases(target: Parameters): TriggerCase[] {
  const timid = { bandPips: target.bandPips * 2n }
  const inEpoch = (name: string, changes: Partial<TriggerCase>): TriggerCase => ({
    name: `again in the epoch: ${name}`,
    again: 'its epoch',
    sinceSec: 120n,
    ...changes,
  })
  const slow = (direction: 'stepUp' | 'stepDown', value: bigint): Bounds => {
    return { ...freeBounds, [direction]: withField(parameterMax, 'bandPips', value) }
  }
  const shock = { baseFeePerGas: 3_000_000_000_000n }
  return [
    inEpoch('the same figures', {}),
    inEpoch('more to loosen', { values: timid, bounds: slow('stepDown', 100n) }),
    inEpoch('less gas', { further: { baseFeePerGas: 1_000_000_000n } }),
    inEpoch('a shock', { further: shock }),
    inEpoch('a shock where the band has a step', { further: shock, bounds: slow('stepUp', 100n) }),
    inEpoch('a shock where nothing may tighten at once', {
      further: shock,
      bounds: { ...freeBounds, stepUp: caps, stepDown: caps },
    }),
    inEpoch('a little more gas', { further: { baseFeePerGas: 30_300_000_000n } }),
    inEpoch('no depth any more', { further: { depthUsd6: 0n } }),
    inEpoch('no depth any more, and the largest trade has a step', {
      further: { depthUsd6: 0n },
      bounds: { ...freeBounds, stepDown: withField(parameterMax, 'maxTradeUsd', 1n) },
    }),
  ]
}

function listOtherCases(target: Parameters): TriggerCase[] {
  const timid = { bandPips: target.bandPips * 2n }
  const bold = { bandPips: target.bandPips - 1n }
  const cooling = { ...freeBounds, stepDown: withField(parameterMax, 'bandPips', 100n) }
  const impact = (depthUsd6: bigint): TriggerCase => ({
    name: `the least trade at a depth of ${depthUsd6}`,
    values: { maxTradeUsd: 2_000n },
    bounds: { ...freeBounds, min: withField(freeBounds.min, 'maxTradeUsd', 1_000n) },
    observation: { depthUsd6 },
  })
  return [
    { name: 'nothing to be done' },
    ...[-1n, 0n, 1n].map((sec) => ({
      name: `${sec} s after the heartbeat is due`,
      sinceSec: HEARTBEAT_SEC + sec,
    })),
    ...[-1n, 0n, 1n].map((sec) => ({
      name: `${sec} s after the cooldown`,
      values: timid,
      bounds: { ...cooling, cooldownSec: COOLDOWN_SEC },
      sinceSec: COOLDOWN_SEC + sec,
    })),
    { name: 'the same evidence again', values: timid, again: 'its evidence', sinceSec: 12n },
    ...listFurtherCases(target),
    { name: 'a configuration that voters have changed', values: bold, isReconfigured: true },
    { name: 'resumed', isResumed: true },
    { name: 'resumed, too bold', values: bold, isResumed: true },
    { name: 'halted', values: bold, guardian: ['halt'] },
    { name: 'on fallback', values: bold, guardian: ['useFallback'] },
    { name: 'halted and on fallback', values: bold, guardian: ['useFallback', 'halt'] },
    impact(199_000_000_000n),
    impact(198_999_999_999n),
  ]
}

/** Every case that has a name. */
export function listTriggerCases(
  target: Parameters,
  domain: Record<keyof Observation, { min: bigint; max: bigint }>,
): TriggerCase[] {
  return [
    ...listOtherCases(target),
    ...parameterFields.flatMap((field) => listFieldCases(field, target[field])),
    ...listObservationCases(domain),
  ]
}

/** Edges of all fields at once. */
export function anyTriggerCase(random: Random, target: Parameters, name: string): TriggerCase {
  const each = (choose: (field: ParameterField) => bigint) => {
    const entries = parameterFields.map((field) => [field, choose(field)])
    return Object.fromEntries(entries) as Parameters
  }
  const values = each((field) => {
    const edge = timidEdge(field, target[field])
    const near = [target[field], edge].flatMap((value) => {
      return [-1n, 0n, 1n].map((by) => bolder(field, value, by))
    })
    return random.pick([...near, 0n, caps[field], random.between(0n, caps[field])])
  })
  const limit = (field: ParameterField) =>
    random.pick([0n, 1n, target[field] / 50n, parameterMax[field], parameterMax[field]])
  return {
    name,
    values,
    bounds: {
      min: each((field) => random.pick([0n, values[field], random.between(0n, values[field])])),
      max: each((field) => random.pick([caps[field], caps[field], values[field]])),
      stepUp: each(limit),
      stepDown: each(limit),
      budget: each(limit),
      budgetWindowSec: 86_400n,
      cooldownSec: random.pick([0n, 0n, COOLDOWN_SEC]),
    },
    sinceSec: random.pick([HEARTBEAT_SEC - 1n, HEARTBEAT_SEC, COOLDOWN_SEC - 1n, COOLDOWN_SEC]),
  }
}
