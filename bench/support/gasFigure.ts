import type { Figure } from '../figure.ts'

/** A figure in units of gas, of which less is better. */
export function gasFigure(
  name: string,
  value: number,
  options: Pick<Figure, 'aim' | 'beside'> = {},
): Figure {
  return { name, value, unit: 'gas', better: 'lower', ...options }
}
