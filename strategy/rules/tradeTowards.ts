import { roundUsd6 } from '../roundUsd6.ts'
import type { View } from '../rule.ts'

/**
 * The change of exposure, 1e-6 dollars, that takes the drift to `back` (a share of the net value, 0: the target) on its side;
 * 0 while |drift| is at most `leave`, or where a figure is not known.
 */
export function tradeTowards(view: View, leave: number, back: number): number {
  const { drift } = view
  if (drift > leave) return roundUsd6((back - drift) * view.navUsd6)
  if (-drift > leave) return roundUsd6((-back - drift) * view.navUsd6)
  return 0
}
