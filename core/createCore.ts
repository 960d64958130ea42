import type { Hex } from 'viem'
import { keccak256 } from 'viem/utils'
import {
  type BoundsCase,
  type BoundsOutcome,
  boundsInputLanes,
  boundsOutputLanes,
  decodeLimits,
  writeBoundsCase,
} from './bounds.ts'
import type { BoundsRefusal, Core, Range } from './core.ts'
import type { CoreExports } from './coreExports.ts'
import {
  BoundsInvertedError,
  ClockBackwardsError,
  LaneCountError,
  OutOfDomainError,
  wrongValueError,
} from './errors.ts'
import {
  inputFields,
  type Observation,
  type ObservationField,
  observationFields,
  type Parameters,
  type Policy,
  type PolicyField,
  parameterFields,
  policyFields,
  type Row,
} from './fields.ts'

/** Lanes of one input row of the model: `inputFields`. */
export const inputLanes = inputFields.length
/** Lanes of one output row of the model: `parameterFields`, then the status. */
export const outputLanes = parameterFields.length + 1

const U64_MAX = 0xffff_ffff_ffff_ffffn
const LANE_BYTES = 8

// Rows that cross into linear memory at once: enough to make the crossing cheap, for half a megabyte of memory.
const CHUNK_ROWS = 1024

const CHUNK_BYTES =
  CHUNK_ROWS * LANE_BYTES * Math.max(inputLanes + outputLanes, boundsInputLanes + boundsOutputLanes)

/** Wraps an instance of the Wasm core. `wasm` are the bytes that it was made from. */
export function createCore(wasm: Uint8Array<ArrayBuffer>, exports: CoreExports): Core {
  const base = exports.reserve(CHUNK_BYTES)
  const firstLane = base / LANE_BYTES
  let lanes = new BigUint64Array(exports.memory.buffer)
  let hash: Hex | undefined

  // Growing the memory, also through `exports`, detaches the view, so its length is checked; the check is cheap.
  const currentLanes = (): BigUint64Array => {
    if (lanes.length === 0) lanes = new BigUint64Array(exports.memory.buffer)
    return lanes
  }

  const readRange = (index: number): Range => ({
    min: BigInt.asUintN(64, exports.domainMin(index)),
    max: BigInt.asUintN(64, exports.domainMax(index)),
  })
  const observationRanges = observationFields.map((field, index) => [field, readRange(index)])
  const policyRanges = policyFields.map((field, index) => {
    return [field, readRange(observationFields.length + index)]
  })
  const domain = {
    observation: Object.fromEntries(observationRanges) as Record<ObservationField, Range>,
    policy: Object.fromEntries(policyRanges) as Record<PolicyField, Range>,
  }

  const createOutOfDomainError = (status: bigint, row: Row): OutOfDomainError => {
    const index = Number(status) - 1
    const { group, field } = inputFields[index] as (typeof inputFields)[number]
    const { min, max } = readRange(index)
    const value = (row[group] as unknown as Record<string, bigint>)[field] as bigint
    return new OutOfDomainError(field, value, min, max)
  }

  const validate = <Field extends string>(
    ranges: Readonly<Record<Field, Range>>,
    values: Readonly<Record<Field, bigint>>,
  ): void => {
    for (const [field, { min, max }] of Object.entries(ranges) as [Field, Range][]) {
      const value: unknown = values[field]
      if (typeof value !== 'bigint') throw wrongValueError(field, value, 'a bigint')
      if (value < min || value > max) throw new OutOfDomainError(field, value, min, max)
    }
  }

  const evaluateChunk = (rows: readonly Row[]): (Parameters | OutOfDomainError)[] => {
    const view = currentLanes()
    const firstOutput = firstLane + rows.length * inputLanes
    for (const [index, row] of rows.entries()) writeRow(view, firstLane + index * inputLanes, row)
    exports.evaluateBatch(base, firstOutput * LANE_BYTES, rows.length)
    return rows.map((row, index) => {
      const output = firstOutput + index * outputLanes
      const status = view[output + parameterFields.length] as bigint
      return status === 0n ? readParameters(view, output) : createOutOfDomainError(status, row)
    })
  }

  const applyBoundsChunk = (inputs: readonly BoundsCase[]): (BoundsOutcome | BoundsRefusal)[] => {
    const view = currentLanes()
    const firstOutput = firstLane + inputs.length * boundsInputLanes
    const misfits = inputs.map((input, index) => {
      const offset = firstLane + index * boundsInputLanes
      try {
        writeBoundsCase(view, offset, input)
        return undefined
      } catch (error) {
        if (!(error instanceof OutOfDomainError)) throw error
        return error
      }
    })
    exports.applyBoundsBatch(base, firstOutput * LANE_BYTES, inputs.length)
    return inputs.map(
      (input, index) =>
        misfits[index] ?? readBoundsOutcome(view, firstOutput + index * boundsOutputLanes, input),
    )
  }

  return {
    evaluate(observation, policy) {
      const view = currentLanes()
      const row = { observation, policy }
      writeRow(view, firstLane, row)
      const output = firstLane + inputLanes
      exports.evaluateRow(base, output * LANE_BYTES)
      const status = view[output + parameterFields.length] as bigint
      if (status !== 0n) throw createOutOfDomainError(status, row)
      return readParameters(view, output)
    },

    evaluateBatch: (rows) => inChunks(rows, evaluateChunk),

    evaluateLanes(input) {
      if (input.length % inputLanes !== 0) throw new LaneCountError(input.length, inputLanes)
      const rowCount = input.length / inputLanes
      const result = new BigUint64Array(rowCount * outputLanes)
      const view = currentLanes()
      for (let row = 0; row < rowCount; row += CHUNK_ROWS) {
        const count = Math.min(CHUNK_ROWS, rowCount - row)
        const firstOutput = firstLane + count * inputLanes
        view.set(input.subarray(row * inputLanes, (row + count) * inputLanes), firstLane)
        exports.evaluateBatch(base, firstOutput * LANE_BYTES, count)
        const output = view.subarray(firstOutput, firstOutput + count * outputLanes)
        result.set(output, row * outputLanes)
      }
      return result
    },

    applyBounds(input) {
      const [outcome] = applyBoundsChunk([input])
      if (outcome instanceof Error) throw outcome
      return outcome as BoundsOutcome
    },

    applyBoundsBatch: (inputs) => inChunks(inputs, applyBoundsChunk),

    validateObservation: (observation) => validate(domain.observation, observation),
    validatePolicy: (policy) => validate(domain.policy, policy),

    get hash() {
      hash ??= keccak256(wasm)
      return hash
    },
    domain,
    exports,
  }
}

function inChunks<Input, Output>(
  inputs: readonly Input[],
  computeChunk: (chunk: readonly Input[]) => Output[],
): Output[] {
  if (inputs.length <= CHUNK_ROWS) return computeChunk(inputs)
  const outputs: Output[] = []
  for (let start = 0; start < inputs.length; start += CHUNK_ROWS) {
    outputs.push(...computeChunk(inputs.slice(start, start + CHUNK_ROWS)))
  }
  return outputs
}

function writeRow(lanes: BigUint64Array, offset: number, { observation, policy }: Row): void {
  for (let index = 0; index < observationFields.length; index++) {
    const field = observationFields[index] as keyof Observation
    lanes[offset + index] = toLane(field, observation[field])
  }
  for (let index = 0; index < policyFields.length; index++) {
    const field = policyFields[index] as keyof Policy
    lanes[offset + observationFields.length + index] = toLane(field, policy[field])
  }
}

// A number that no lane can hold becomes the largest lane, which lies outside every domain: so the core
// still decides which field is the first to be refused.
function toLane(field: string, value: bigint): bigint {
  if (typeof value !== 'bigint') throw wrongValueError(field, value, 'a bigint')
  return value >= 0n && value <= U64_MAX ? value : U64_MAX
}

function readParameters(lanes: BigUint64Array, offset: number): Parameters {
  return {
    aggressivenessPips: lanes[offset] as bigint,
    bandPips: lanes[offset + 1] as bigint,
    maxTradeUsd: lanes[offset + 2] as bigint,
    intervalSec: lanes[offset + 3] as bigint,
    cppiMultiplierE3: lanes[offset + 4] as bigint,
    guardPips: lanes[offset + 5] as bigint,
    lotPips: lanes[offset + 6] as bigint,
    returnPips: lanes[offset + 7] as bigint,
  }
}

function readBoundsOutcome(
  lanes: BigUint64Array,
  offset: number,
  { bounds, loosening, nowAt }: BoundsCase,
): BoundsOutcome | BoundsRefusal {
  const status = Number(lanes[offset + 18])
  if (status > parameterFields.length) return new ClockBackwardsError(nowAt, loosening.lastAt)
  const inverted = parameterFields[status - 1]
  if (inverted !== undefined) {
    return new BoundsInvertedError(inverted, bounds.min[inverted], bounds.max[inverted])
  }
  return {
    next: readParameters(lanes, offset),
    loosening: { used: readParameters(lanes, offset + 8), lastAt: lanes[offset + 16] as bigint },
    limits: decodeLimits(lanes[offset + 17] as bigint),
  }
}
