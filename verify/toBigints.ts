import type { Bounds, Loosening, Observation, Parameters, Policy } from '../core/index.ts'

type Numbers<Values> = { readonly [Field in keyof Values]: number | bigint }

/** Small integers come from the ABI as numbers; the core has bigints only. */
function toBigints<Values>(values: Numbers<Values>): Values {
  const entries = Object.entries<number | bigint>(values as Record<string, number | bigint>)
  return Object.fromEntries(entries.map(([name, value]) => [name, BigInt(value)])) as Values
}

export const toPolicy = (values: Numbers<Policy>): Policy => toBigints<Policy>(values)
export const toObservation = (values: Numbers<Observation>): Observation =>
  toBigints<Observation>(values)
export const toParameters = (values: Numbers<Parameters>): Parameters =>
  toBigints<Parameters>(values)

interface AbiBounds {
  min: Numbers<Parameters>
  max: Numbers<Parameters>
  stepUp: Numbers<Parameters>
  stepDown: Numbers<Parameters>
  budget: Numbers<Parameters>
  budgetWindowSec: number | bigint
  cooldownSec: number | bigint
}

export function toBounds(bounds: AbiBounds): Bounds {
  return {
    min: toParameters(bounds.min),
    max: toParameters(bounds.max),
    stepUp: toParameters(bounds.stepUp),
    stepDown: toParameters(bounds.stepDown),
    budget: toParameters(bounds.budget),
    budgetWindowSec: BigInt(bounds.budgetWindowSec),
    cooldownSec: BigInt(bounds.cooldownSec),
  }
}

export function toLoosening(loosening: {
  used: Numbers<Parameters>
  lastAt: number | bigint
}): Loosening {
  return { used: toParameters(loosening.used), lastAt: BigInt(loosening.lastAt) }
}
