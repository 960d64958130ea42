/**
 * The typed face of the Wasm core: loads it, checks what goes in, names what is refused. For Node and
 * browsers.
 */
export {
  type Bounds,
  type BoundsCase,
  type BoundsOutcome,
  boundsInputLanes,
  boundsOutputLanes,
  decodeLimits,
  type Limit,
  type Loosening,
  limitNames,
  writeBoundsCase,
} from './bounds.ts'
export type { BoundsRefusal, Core, Range } from './core.ts'
export type { CoreExports } from './coreExports.ts'
export { inputLanes, outputLanes } from './createCore.ts'
export { optionInputLanes, optionOutputLanes } from './createStrategies.ts'
export {
  BaseError,
  BoundsInvertedError,
  ClockBackwardsError,
  CoreAbortedError,
  CoreUnavailableError,
  LaneCountError,
  MissingFieldError,
  OutOfDomainError,
  UnknownFieldError,
  WrongTypeError,
} from './errors.ts'
export {
  inputFields,
  type Observation,
  type ObservationField,
  observationFields,
  type ParameterField,
  type Parameters,
  type Policy,
  type PolicyField,
  parameterCaps,
  parameterFields,
  parameterMax,
  policyFields,
  type Row,
} from './fields.ts'
export { loadCore } from './loadCore.ts'
export { loadStrategies } from './loadStrategies.ts'
export {
  type EvidenceWords,
  packEvidence,
  packVector,
  type UpdateRecord,
  unpackEvidence,
  unpackUpdate,
  unpackVector,
  VECTOR_BITS,
} from './packing.ts'
export { parseObservation, parsePolicy, parseRow } from './parseRow.ts'
export { showJson, showLines, showText } from './showText.ts'
export type {
  GapFigures,
  GapInput,
  LpFigures,
  LpInput,
  OptionFigures,
  OptionInput,
  OverlayFigures,
  OverlayInput,
  Strategies,
} from './strategies.ts'
export { cutText, measureColumns, wrapText } from './wrapText.ts'
