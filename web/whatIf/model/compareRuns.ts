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
  before: { run: ModelRun; bounds: Bounds },
  after: { run: ModelRun; bounds: Bounds },
): FieldComparison[] {
  return parameterFields.map((field, index) => {
    const column = (columns: readonly Float64Array[]) => columns[index] as Float64Array
    return {
      field,
      asked: countDiffering(column(before.run.targets), column(after.run.targets)),
      ...compareValues(
        at,
        { values: column(before.run.inForce), ...findBounds(field, before.bounds) },
        { values: column(after.run.inForce), ...findBounds(field, after.bounds) },
        loosensUp(field),
      ),
    }
  })
}

/** One parameter in force, with its bounds, raw. */
interface BoundedValues {
  values: Float64Array
  min: number
  max: number
}

function findBounds(field: ParameterField, { min, max }: Bounds): { min: number; max: number } {
  return { min: Number(min[field]), max: Number(max[field]) }
}

/** One pass over both: it is done at each movement of a slider. */
function compareValues(
  at: Float64Array,
  before: BoundedValues,
  after: BoundedValues,
  isUpLooser: boolean,
): Omit<FieldComparison, 'field' | 'asked'> {
  const hours = new HourMeans()
  const [atMin, atMax] = [
    { before: 0, after: 0 },
    { before: 0, after: 0 },
  ]
  let [differing, looser, sum, largestRow, largestSize] = [0, 0, 0, -1, 0]
  for (let row = 0; row < at.length; row++) {
    const [own, other] = [before.values[row] as number, after.values[row] as number]
    if (own === before.min) atMin.before++
    if (own === before.max) atMax.before++
    if (other === after.min) atMin.after++
    if (other === after.max) atMax.after++
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
  const read = ({ values }: BoundedValues) => values[largestRow] as number
  return {
    differing,
    looser,
    meanDifference: isSame ? 0 : sum / differing,
    largest: isSame
      ? undefined
      : { at: at[largestRow] as number, before: read(before), after: read(after) },
    worstHour: isSame ? undefined : hours.finish(),
    atMin,
    atMax,
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

function loosensUp(field: ParameterField): boolean {
  return vectorSpecs.find((spec) => spec.field === field)?.looser === 'up'
}
