import type { Hex } from 'viem'
import { keccak256 } from 'viem/utils'
import { LaneCountError, MissingFieldError, OutOfDomainError } from './errors.ts'
import type { OptionFigures, OptionInput, OverlayInput, Strategies } from './strategies.ts'
import {
  blendDomain,
  checkDomain,
  checkOptionLanes,
  checkRange,
  gapDomain,
  harDomain,
  lpDomain,
  optionDomain,
  overlayDomain,
  sampleRange,
  stepsPerDayRange,
} from './strategyDomains.ts'

/** Lanes of one row of `priceOptionLanes`: spot, strike, variance, time. */
export const optionInputLanes = 4
/** Lanes of one row of its result: call, put, their deltas, gamma, theta. */
export const optionOutputLanes = 6

const LANE_BYTES = 8
const MASK_64 = (1n << 64n) - 1n

// Rows that cross into linear memory at once.
const CHUNK_ROWS = 1024
const CHUNK_BYTES = CHUNK_ROWS * LANE_BYTES * (optionInputLanes + optionOutputLanes)

/** The raw exports. Addresses are byte offsets into `memory`; an i64 crosses as a signed BigInt. */
export interface StrategiesExports {
  memory: WebAssembly.Memory
  reserve(byteLength: number): number
  /** Rows of 4 floats to rows of 6. */
  priceOptions(input: number, output: number, rowCount: number): void
  /** 4 lanes to 4. */
  measureLpRow(input: number, output: number): void
  /** 9 lanes to 5. */
  measureGapRow(input: number, output: number): void
  /** 8 lanes to 6. */
  overlayPutsRow(input: number, output: number): void
  /** 8 lanes to 2. */
  collarCallsRow(input: number, output: number): void
  averageVariance(input: number, count: number, stepsPerDay: number): number
  harVariance(day: number, week: number, month: number, longRun: number): number
  blendVariance(average: number, implied: number): number
}

const functionNames = [
  'reserve',
  'priceOptions',
  'measureLpRow',
  'measureGapRow',
  'overlayPutsRow',
  'collarCallsRow',
  'averageVariance',
  'harVariance',
  'blendVariance',
] as const satisfies readonly (keyof StrategiesExports)[]

/** The first export that a module lacks, or undefined for the strategies' maths. */
export function findMissingExport(exports: WebAssembly.Exports): string | undefined {
  if (!(exports.memory instanceof WebAssembly.Memory)) return 'memory'
  return functionNames.find((name) => typeof exports[name] !== 'function')
}

/** Wraps an instance of the strategies' module. `wasm` are the bytes that it was made from. */
export function createStrategies(
  wasm: Uint8Array<ArrayBuffer>,
  exports: StrategiesExports,
): Strategies {
  const base = exports.reserve(CHUNK_BYTES)
  let hash: Hex | undefined
  let floats = new Float64Array(exports.memory.buffer, base)
  let lanes = new BigInt64Array(exports.memory.buffer, base)

  // Growing the memory detaches the views.
  const refresh = (): void => {
    if (lanes.length > 0) return
    floats = new Float64Array(exports.memory.buffer, base)
    lanes = new BigInt64Array(exports.memory.buffer, base)
  }

  /** Writes the operands, runs a row's function, returns its results: unsigned. */
  const runRow = (
    run: (input: number, output: number) => void,
    operands: readonly bigint[],
    resultCount: number,
  ): bigint[] => {
    refresh()
    for (const [lane, operand] of operands.entries()) lanes[lane] = operand
    run(base, base + operands.length * LANE_BYTES)
    const results = lanes.subarray(operands.length, operands.length + resultCount)
    return Array.from(results, (lane) => BigInt.asUintN(64, lane))
  }

  const runOverlay = (
    run: (input: number, output: number) => void,
    input: OverlayInput,
    resultCount: number,
  ): bigint[] => {
    checkDomain(overlayDomain, input)
    const operands = [
      input.spotUsd6,
      input.collateralWad >> 64n,
      input.collateralWad & MASK_64,
      input.debtUsd6,
      input.liquidationThresholdPips,
      input.varianceWad,
      input.timeToExpirySec,
      input.bufferPips,
    ]
    const [maxDebtUsd6, ...results] = runRow(run, operands, resultCount + 1) as [bigint]
    if (input.debtUsd6 > maxDebtUsd6) {
      throw new OutOfDomainError('debtUsd6', input.debtUsd6, 0n, maxDebtUsd6)
    }
    return results
  }

  return {
    priceOption(input) {
      checkDomain(optionDomain, input)
      refresh()
      for (const [lane, field] of optionFields.entries()) floats[lane] = Number(input[field])
      exports.priceOptions(base, base + optionInputLanes * LANE_BYTES, 1)
      return readOptionFigures(floats, optionInputLanes)
    },

    priceOptionLanes(input, output) {
      if (input.length % optionInputLanes !== 0) {
        throw new LaneCountError(input.length, optionInputLanes)
      }
      const rowCount = input.length / optionInputLanes
      const result = output ?? new Float64Array(rowCount * optionOutputLanes)
      if (result.length !== rowCount * optionOutputLanes) {
        throw new LaneCountError(result.length, optionOutputLanes, rowCount)
      }
      checkOptionLanes(input)
      refresh()
      for (let row = 0; row < rowCount; row += CHUNK_ROWS) {
        const count = Math.min(CHUNK_ROWS, rowCount - row)
        const firstOutput = count * optionInputLanes
        const end = (row + count) * optionInputLanes
        floats.set(input.subarray(row * optionInputLanes, end))
        exports.priceOptions(base, base + firstOutput * LANE_BYTES, count)
        const figures = floats.subarray(firstOutput, firstOutput + count * optionOutputLanes)
        result.set(figures, row * optionOutputLanes)
      }
      return result
    },

    measureLp(input) {
      checkDomain(lpDomain, input)
      checkRange('upperTick', input.upperTick, {
        min: input.lowerTick + 1n,
        max: lpDomain.upperTick.max,
      })
      const operands = [input.lowerTick, input.upperTick, input.tick, input.varianceWad]
      const results = runRow(exports.measureLpRow, operands, 4) as Four
      const [valuePips, deltaCashPips, gammaCashPips, lvrYearPips] = results
      return { valuePips, deltaCashPips, gammaCashPips, lvrYearPips }
    },

    measureGap(input) {
      checkDomain(gapDomain, input)
      const operands = gapFields.map((field) => input[field])
      const results = runRow(exports.measureGapRow, operands, 5) as Five
      const [gapPips, cppiMultiplierE3, carryLeverageE3, loanLeverageE3, cutShareOfDebtPips] =
        results
      return {
        gapPips,
        cppiMultiplierE3,
        carryLeverageE3,
        loanLeverageE3,
        cutShareOfDebtPips,
      }
    },

    overlayPuts(input) {
      const results = runOverlay(exports.overlayPutsRow, input, 5) as Five
      const [liquidationPriceUsd6, putHigh, putLow, strikeUsd6, premiumUsd6] = results
      const putWad = (putHigh << 64n) | putLow
      return { liquidationPriceUsd6, putWad, strikeUsd6, premiumUsd6 }
    },

    collarCallStrikeUsd6(input) {
      return runOverlay(exports.collarCallsRow, input, 1)[0] as bigint
    },

    averageVarianceWad(variancesWad, stepsPerDay = 1n) {
      if (variancesWad.length === 0) throw new MissingFieldError('variancesWad[0]')
      for (const [step, variance] of variancesWad.entries()) {
        checkRange(`variancesWad[${step}]`, variance, sampleRange)
      }
      checkRange('stepsPerDay', stepsPerDay, stepsPerDayRange)
      exports.reserve(Math.max(CHUNK_BYTES, variancesWad.length * LANE_BYTES))
      refresh()
      for (const [step, variance] of variancesWad.entries()) floats[step] = Number(variance)
      return BigInt(exports.averageVariance(base, variancesWad.length, Number(stepsPerDay)))
    },

    harVarianceWad(input) {
      checkDomain(harDomain, input)
      const day = Number(input.dayWad)
      const week = Number(input.weekWad)
      const month = Number(input.monthWad)
      return BigInt(exports.harVariance(day, week, month, Number(input.longRunWad)))
    },

    blendVarianceWad(input) {
      checkDomain(blendDomain, input)
      return BigInt(exports.blendVariance(Number(input.averageWad), Number(input.impliedWad)))
    },

    get hash() {
      hash ??= keccak256(wasm)
      return hash
    },
  }
}

type Four = [bigint, bigint, bigint, bigint]
type Five = [bigint, bigint, bigint, bigint, bigint]

const optionFields = Object.keys(optionDomain) as (keyof OptionInput)[]
const gapFields = Object.keys(gapDomain) as (keyof typeof gapDomain)[]

function readOptionFigures(floats: Float64Array, offset: number): OptionFigures {
  const read = (lane: number): bigint => BigInt(floats[offset + lane] as number)
  return {
    callUsd6: read(0),
    putUsd6: read(1),
    callDeltaPips: read(2),
    putDeltaPips: read(3),
    gammaCashPips: read(4),
    thetaDayPips: read(5),
  }
}
