import type { Bounds, Parameters, Policy } from '../core/index.ts'
import { type Freshness, toBigints } from '../governance/index.ts'

/** Small integers come from the ABI as numbers; the core has bigints only. */
type Numbers<Values> = Values extends bigint
  ? bigint | number
  : { readonly [Field in keyof Values]: Numbers<Values[Field]> }

export const toPolicy = (values: Numbers<Policy>): Policy => toBigints(values) as Policy
export const toParameters = (values: Numbers<Parameters>): Parameters =>
  toBigints(values) as Parameters
export const toBounds = (values: Numbers<Bounds>): Bounds => toBigints(values) as Bounds
export const toFreshness = (values: Numbers<Freshness>): Freshness => toBigints(values) as Freshness
