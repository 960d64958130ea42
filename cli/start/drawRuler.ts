export interface RulerOptions {
  value: bigint
  target: bigint | undefined
  min: bigint
  max: bigint
  /** At least 3. */
  cells: number
}

/**
 * A log scale from `min` to `max`, with `●` at the value and `○` at the target; where both fall together, `●`. Zero
 * has no place on a log scale: if `min` is zero, the first cell is zero, drawn apart, and the scale begins at 1. What
 * lies outside is marked at the end that is nearer.
 */
export function drawRuler({ value, target, min, max, cells }: RulerOptions): string {
  const zeroCells = min === 0n ? 1 : 0
  const low = Math.log(Number(min === 0n ? 1n : min))
  const high = Math.log(Math.max(1, Number(max)))
  const last = cells - 1 - zeroCells
  const cellOf = (raw: bigint) => {
    if (raw === 0n) return 0
    const share = high > low ? (Math.log(Number(raw)) - low) / (high - low) : 0
    return zeroCells + Math.round(Math.min(1, Math.max(0, share)) * last)
  }
  const marks = Array<string>(cells).fill('─')
  if (zeroCells > 0) marks[0] = '┄'
  if (target !== undefined) marks[cellOf(target)] = '○'
  marks[cellOf(value)] = '●'
  return `├${marks.join('')}┤`
}
