import { formatScaled } from './formatScaled.ts'

/**
 * A number of small units in units of `scale`, right-aligned. Where `width` is too narrow, decimals go first, then it
 * becomes a power of ten; never is a digit cut off. Width: at
 * least 5, from 1e10 units on at least 6.
 */
export function fitFigure(value: bigint, scale: number, decimals: number, width: number): string {
  for (let digits = decimals; digits >= 0; digits -= 1) {
    const text = formatScaled(value, scale, digits)
    if (text.length <= width) return text.padStart(width)
  }
  return (Number(value) / scale).toExponential(1).replace('e+', 'e').padStart(width)
}
