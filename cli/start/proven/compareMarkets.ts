import { type ParameterField, type Parameters, parameterFields } from '../../../core/index.ts'

/** Two vectors of the same moment, and how much of the time they stand for. */
export interface Moment {
  signed: Parameters
  proven: Parameters
  /** In blocks, or 1 each. */
  weight: number
}

/** How far the proven value of a parameter lies from the signed one, as a share of the signed one, 1e6 = 100 %. */
export interface Distance {
  field: ParameterField
  /** Of its size; undefined if no moment counts. */
  medianPips: bigint | undefined
  /** The largest, with its sign: above 0 the proven one is the higher. */
  worstPips: bigint | undefined
}

/** A value that came into force, in the order of the chain. */
export interface Change {
  blockNumber: bigint
  values: Parameters
}

const FULL_PIPS = 1_000_000n

/**
 * The distance of each parameter over moments. A moment at which the signed value is 0 counts only if the proven one is 0 too: of 0
 * there is no share.
 */
export function compareMoments(moments: readonly Moment[]): Distance[] {
  return parameterFields.map((field) => {
    const shares = moments.flatMap(({ signed, proven, weight }) => {
      const sharePips = computeSharePips(signed[field], proven[field])
      return sharePips === undefined ? [] : [{ sharePips, weight }]
    })
    const worst = shares.toSorted((a, b) => compareSizes(b.sharePips, a.sharePips))[0]
    return { field, medianPips: findMedian(shares), worstPips: worst?.sharePips }
  })
}

/**
 * What readers of both markets got in the same block, for each stretch of blocks in which neither changed: from the first block in
 * which both had a value to `lastBlock`, included.
 */
export function alignChanges(
  signed: readonly Change[],
  proven: readonly Change[],
  lastBlock: bigint,
): Moment[] {
  const begins = [...signed, ...proven]
    .map(({ blockNumber }) => blockNumber)
    .toSorted((a, b) => Number(a - b))
  return begins.flatMap((begin, index) => {
    // The last of the begins that are alike has the whole stretch, the others none of it.
    const weight = Number((begins[index + 1] ?? lastBlock + 1n) - begin)
    const [of, by] = [findAt(signed, begin), findAt(proven, begin)]
    if (of === undefined || by === undefined || weight <= 0) return []
    return [{ signed: of, proven: by, weight }]
  })
}

function findAt(changes: readonly Change[], blockNumber: bigint): Parameters | undefined {
  return changes.findLast((change) => change.blockNumber <= blockNumber)?.values
}

function computeSharePips(signed: bigint, proven: bigint): bigint | undefined {
  if (signed === 0n) return proven === 0n ? 0n : undefined
  return ((proven - signed) * FULL_PIPS) / signed
}

/** The lower one of two medians. */
function findMedian(shares: readonly { sharePips: bigint; weight: number }[]): bigint | undefined {
  const sorted = shares.toSorted((a, b) => compareSizes(a.sharePips, b.sharePips))
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2
  let passed = 0
  const middle = sorted.find(({ weight }) => {
    passed += weight
    return passed >= half
  })
  return middle && sizeOf(middle.sharePips)
}

function compareSizes(a: bigint, b: bigint): number {
  return Number(sizeOf(a) - sizeOf(b))
}

function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value
}
