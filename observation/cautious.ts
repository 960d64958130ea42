import { maxOf, minOf } from './integerMath.ts'
import { SLOW_SEGMENTS } from './periods.ts'

/** The figures of which an observation takes medians; units as in `Observation`. */
export interface MedianFigures {
  baseFeePerGas: bigint
  gasUsedRatioPips: bigint
  nativePriceUsd6: bigint
  depthUsd6: bigint
}

const chooseCautious: Readonly<Record<keyof MedianFigures, (a: bigint, b: bigint) => bigint>> = {
  baseFeePerGas: maxOf,
  gasUsedRatioPips: maxOf,
  nativePriceUsd6: maxOf,
  depthUsd6: minOf,
}

/** The same figures over the last 3 and over the last 15 segments, and the more cautious of the two. */
export interface CautiousFigures {
  fast: MedianFigures
  slow: MedianFigures
  cautious: MedianFigures
}

/**
 * The medians of the last segments of a market.
 *
 * @returns undefined while there are fewer than 15.
 */
export function computeCautious(segments: readonly MedianFigures[]): CautiousFigures | undefined {
  const window = new CautiousWindow()
  for (const segment of segments.slice(-SLOW_SEGMENTS)) window.add(segment)
  return window.compute()
}

/** The last 15 segments of a market, taken up one after the other. */
export class CautiousWindow {
  private readonly windows: Readonly<Record<keyof MedianFigures, SortedWindow>> = mapFigures(
    () => new SortedWindow(),
  )

  /** Takes up the next segment. */
  add(segment: MedianFigures): void {
    this.windows.baseFeePerGas.add(segment.baseFeePerGas)
    this.windows.gasUsedRatioPips.add(segment.gasUsedRatioPips)
    this.windows.nativePriceUsd6.add(segment.nativePriceUsd6)
    this.windows.depthUsd6.add(segment.depthUsd6)
  }

  /** @returns undefined while there are fewer than 15. */
  compute(): CautiousFigures | undefined {
    const { windows } = this
    if (!windows.depthUsd6.isFull) return undefined
    const fast = mapFigures((field) => windows[field].computeFast())
    const slow = mapFigures((field) => windows[field].computeSlow())
    const cautious = mapFigures((field) => chooseCautious[field](fast[field], slow[field]))
    return { fast, slow, cautious }
  }
}

/**
 * The last 15 values of one figure: in order of time, and by size. They are told apart by the nearest doubles, which is quick, and
 * by themselves where two have the same.
 */
class SortedWindow {
  private readonly latest: bigint[] = []
  private readonly sorted: bigint[] = []
  private readonly keys = new Float64Array(SLOW_SEGMENTS)

  get isFull(): boolean {
    return this.latest.length === SLOW_SEGMENTS
  }

  add(value: bigint): void {
    const { latest } = this
    const oldest = latest.length === SLOW_SEGMENTS ? latest.shift() : undefined
    latest.push(value)
    if (oldest === value) return
    if (oldest !== undefined) this.remove(oldest)
    this.insert(value)
  }

  computeSlow(): bigint {
    return this.sorted[(SLOW_SEGMENTS - 1) / 2] as bigint
  }

  /** Of the last 3. */
  computeFast(): bigint {
    const { latest } = this
    const [a, b, c] = [latest.at(-3), latest.at(-2), latest.at(-1)] as [bigint, bigint, bigint]
    return maxOf(minOf(a, b), minOf(maxOf(a, b), c))
  }

  private remove(value: bigint): void {
    const { sorted, keys } = this
    const key = Number(value)
    let at = keys.indexOf(key)
    while (sorted[at] !== value) at += 1
    for (let next = at + 1; next < sorted.length; next += 1) {
      sorted[next - 1] = sorted[next] as bigint
      keys[next - 1] = keys[next] as number
    }
    sorted.length -= 1
  }

  private insert(value: bigint): void {
    const { sorted, keys } = this
    const key = Number(value)
    let at = sorted.length
    sorted.push(value)
    for (; at > 0; at -= 1) {
      const [before, keyBefore] = [sorted[at - 1] as bigint, keys[at - 1] as number]
      if (keyBefore < key || (keyBefore === key && before <= value)) break
      sorted[at] = before
      keys[at] = keyBefore
    }
    sorted[at] = value
    keys[at] = key
  }
}

function mapFigures<Value>(
  compute: (field: keyof MedianFigures) => Value,
): Record<keyof MedianFigures, Value> {
  return {
    baseFeePerGas: compute('baseFeePerGas'),
    gasUsedRatioPips: compute('gasUsedRatioPips'),
    nativePriceUsd6: compute('nativePriceUsd6'),
    depthUsd6: compute('depthUsd6'),
  }
}
