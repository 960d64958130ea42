// A policy over a whole history: what the model asks for, and the value that the contract has in force.
//
// Method:   all targets come from one call over linear memory; then each observation goes through `PolicyMarket`, the market of a
//           backtest's rules: pushes as the bot decides, bounded as the contract bounds them. Figures are read as pairs of 32 bits:
//           no bigint is made of what is only drawn.
// Accuracy: the same bits as `core.evaluate` and `PolicyMarket.observe` row by row; test/web/whatIf/model/runModel.test.ts.

import { PolicyMarket } from '../../../backtest/policyMarket.ts'
import type { PolicyVersion } from '../../../backtest/settings.ts'
import {
  type Core,
  inputLanes,
  outputLanes,
  type Parameters,
  parameterFields,
  policyFields,
} from '../../../core/index.ts'
import { type History, observationLanes } from './history.ts'

const fieldCount = parameterFields.length
const depthLane = 3
const TWO_32 = 2 ** 32

/** What is run over a history. */
export interface ModelSettings {
  version: PolicyVersion
  /** From a decision to its block, seconds; at least 1. */
  latencySec: number
}

/** What came out, by field in the order of `parameterFields`, in raw units. */
export interface ModelRun {
  /** What the model asks for at each observation that is shown; NaN where it refuses the figures. */
  targets: Float64Array<ArrayBuffer>[]
  /** What readers get at the time of each observation. */
  inForce: Float64Array<ArrayBuffer>[]
  /** That have landed from the first shown observation on. */
  pushes: number
  /** Shown observations whose figures the model refuses. */
  refused: number
}

/** A history laid out as the core reads it: room for the policy behind each observation. */
export interface PreparedHistory {
  at: Float64Array
  input: BigUint64Array
  /** 1e6 = $1, of each observation. */
  depthsUsd6: BigUint64Array
  warmRows: number
}

export function prepareHistory({ at, lanes, warmRows }: History): PreparedHistory {
  const input = new BigUint64Array(at.length * inputLanes)
  const depthsUsd6 = new BigUint64Array(at.length)
  for (let row = 0; row < at.length; row++) {
    const from = row * observationLanes
    input.set(lanes.subarray(from, from + observationLanes), row * inputLanes)
    depthsUsd6[row] = lanes[from + depthLane] as bigint
  }
  return { at, input, depthsUsd6, warmRows }
}

/** Runs a policy with its bounds. The market begins on its fallback, as one does that awaits its first evidence. */
export function runModel(
  core: Core,
  { at, input, depthsUsd6, warmRows }: PreparedHistory,
  { version, latencySec }: ModelSettings,
): ModelRun {
  const policy = BigUint64Array.from(policyFields, (field) => version.policy[field])
  for (let offset = observationLanes; offset < input.length; offset += inputLanes) {
    input.set(policy, offset)
  }
  const output = core.evaluateLanes(input)
  const { targets, refused } = readTargets(output, warmRows, at.length - warmRows)
  const inForce = parameterFields.map(() => new Float64Array(at.length - warmRows))
  const market = new PolicyMarket({ core, version, latencySec })
  let values: Parameters | undefined
  let figures: number[] = []
  let warmPushes = 0
  for (let row = 0; row < at.length; row++) {
    const time = at[row] as number
    const now = market.readAt(time)
    if (now !== values) {
      values = now
      figures = parameterFields.map((field) => Number(now[field]))
    }
    if (row === warmRows) warmPushes = market.pushes
    for (let field = 0; row >= warmRows && field < fieldCount; field++) {
      const column = inForce[field] as Float64Array
      column[row - warmRows] = figures[field] as number
    }
    const target = readTarget(output, row * outputLanes)
    market.observeTarget({ at: time, target, depthUsd6: depthsUsd6[row] as bigint })
  }
  return { targets, inForce, pushes: market.pushes - warmPushes, refused }
}

function readTargets(
  output: BigUint64Array,
  from: number,
  count: number,
): Pick<ModelRun, 'targets' | 'refused'> {
  const halves = new Uint32Array(output.buffer)
  const targets = parameterFields.map(() => new Float64Array(count))
  let refused = 0
  for (let row = 0; row < count; row++) {
    const offset = 2 * (from + row) * outputLanes
    const isRefused = halves[offset + 2 * fieldCount] !== 0
    if (isRefused) refused++
    for (let field = 0; field < fieldCount; field++) {
      const column = targets[field] as Float64Array
      const [low, high] = [halves[offset + 2 * field], halves[offset + 2 * field + 1]]
      column[row] = isRefused ? Number.NaN : (high as number) * TWO_32 + (low as number)
    }
  }
  return { targets, refused }
}

/** Undefined where the core refused the row. */
function readTarget(output: BigUint64Array, offset: number): Parameters | undefined {
  if (output[offset + fieldCount] !== 0n) return undefined
  return {
    aggressivenessPips: output[offset] as bigint,
    bandPips: output[offset + 1] as bigint,
    maxTradeUsd: output[offset + 2] as bigint,
    intervalSec: output[offset + 3] as bigint,
    cppiMultiplierE3: output[offset + 4] as bigint,
    guardPips: output[offset + 5] as bigint,
    lotPips: output[offset + 6] as bigint,
    returnPips: output[offset + 7] as bigint,
  }
}
