import { type Bounds, type ParameterField, parameterFields } from '../../../core/index.ts'
import { vectorSpecs } from '../../../governance/fields.ts'
import type { ModelRun } from './runModel.ts'

const HOUR_SEC = 3_600

/** How one parameter in force differs between two runs over the same observations; amounts in raw units. */
export interface FieldComparison {
  field: ParameterField
  /** Observations at which the value in force differs, and of these those at which it is looser. */
  differing: number
  looser: number
  /** Observations at which the model asks for another value. */
  asked: number
  /** Mean of the size of the difference, where there is one. */
  meanDifference: number
  /** The largest difference in force. */
  largest: { at: number; before: number; after: number } | undefined
  /** The hour of the clock with the largest mean difference: its beginning, and the means in it. */
  worstHour: { at: number; before: number; after: number } | undefined
  /** Observations at which the value in force stands at a bound. */
  atMin: { before: number; after: number }
  atMax: { before: number; after: number }
}

/** Compares two runs, field by field in the order of `parameterFields`. */
export function compareRuns(
  at: Float64Array,
  before: ModelRun & { bounds: Bounds },
  after: ModelRun & { bounds: Bounds },
): FieldComparison[] {
  return parameterFields.map((field, index) => {
    const [own, other] = [before.inForce[index], after.inForce[index]] as [
      Float64Array,
      Float64Array,
    ]
    const asked = [before.targets[index], after.targets[index]] as [Float64Array, Float64Array]
    return {
      field,
      ...compareValues(at, own, other, loosensUp(field)),
      asked: countDiffering(asked[0], asked[1]),
      atMin: {
        before: countEqual(own, before.bounds.min[field]),
        after: countEqual(other, after.bounds.min[field]),
      },
      atMax: {
        before: countEqual(own, before.bounds.max[field]),
        after: countEqual(other, after.bounds.max[field]),
      },
    }
  })
}

type ValueComparison = Pick<
  FieldComparison,
  'differing' | 'looser' | 'meanDifference' | 'largest' | 'worstHour'
>

function compareValues(
  at: Float64Array,
  before: Float64Array,
  after: Float64Array,
  isUpLooser: boolean,
): ValueComparison {
  const hours = new HourMeans()
  let [differing, looser, sum, largestRow, largestSize] = [0, 0, 0, -1, 0]
  for (let row = 0; row < at.length; row++) {
    const [own, other] = [before[row] as number, after[row] as number]
    hours.add(at[row] as number, own, other)
    if (own === other) continue
    const size = Math.abs(other - own)
    differing++
    if (other > own === isUpLooser) looser++
    sum += size
    if (size > largestSize) {
      largestSize = size
      largestRow = row
    }
  }
  const isSame = largestRow < 0
  return {
    differing,
    looser,
    meanDifference: differing === 0 ? 0 : sum / differing,
    largest: isSame
      ? undefined
      : {
          at: at[largestRow] as number,
          before: before[largestRow] as number,
          after: after[largestRow] as number,
        },
    worstHour: isSame ? undefined : hours.finish(),
  }
}

/** Means by hours of the clock; keeps the one whose values differ most. */
class HourMeans {
  private hour = Number.NaN
  private rows = 0
  private size = 0
  private before = 0
  private after = 0
  private worstSize = -1
  private worst: FieldComparison['worstHour'] = undefined

  add(at: number, before: number, after: number): void {
    const hour = Math.floor(at / HOUR_SEC)
    if (hour !== this.hour) this.close(hour)
    this.rows++
    this.size += Math.abs(after - before)
    this.before += before
    this.after += after
  }

  finish(): FieldComparison['worstHour'] {
    this.close(Number.NaN)
    return this.worst
  }

  private close(hour: number): void {
    const { rows } = this
    if (rows > 0 && this.size / rows > this.worstSize) {
      this.worstSize = this.size / rows
      this.worst = {
        at: this.hour * HOUR_SEC,
        before: this.before / rows,
        after: this.after / rows,
      }
    }
    this.hour = hour
    this.rows = 0
    this.size = 0
    this.before = 0
    this.after = 0
  }
}

function countDiffering(a: Float64Array, b: Float64Array): number {
  let count = 0
  for (let row = 0; row < a.length; row++) if (!Object.is(a[row], b[row])) count++
  return count
}

function countEqual(values: Float64Array, bound: bigint): number {
  const wanted = Number(bound)
  let count = 0
  for (const value of values) if (value === wanted) count++
  return count
}

function loosensUp(field: ParameterField): boolean {
  return vectorSpecs.find((spec) => spec.field === field)?.looser === 'up'
}
