/**
 * What a contract of evidence measures for itself, as a pure function of the same inputs: the pools' accumulators, two
 * base fees, what contracts told, and the state kept from the measurement before (docs/evidence.md).
 */
export {
  BaseFeeUnknownError,
  HeaderOutsideWindowError,
  NoEarlierBaseFeeError,
  TimeNotRememberedError,
} from './errors.ts'
export { computeGasUsedBound, type GasUsedBoundInput } from './gasUsedBound.ts'
export { computeHoldingsUsd6, type HoldingsInput } from './holdings.ts'
export { type FeePoint, type KeptState, packKeptState, unpackKeptState } from './keptState.ts'
export {
  type AdvanceInput,
  advance,
  type MeasureInput,
  measure,
  type ProvenMeasurement,
} from './measure.ts'
export { createPoolMemory } from './poolMemory.ts'
export { type EvidenceKind, evidenceKinds, type ProvenSettings } from './settings.ts'
export { listTimes, type PoolSums } from './windows.ts'
