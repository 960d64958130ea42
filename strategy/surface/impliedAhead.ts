import type { Surface } from './createSurface.ts'

const AHEAD_SEC = 30 * 86_400

/**
 * What a surface implies for the next thirty days, at the forward: a variance a year, 1e18 = 1. Of the first expiry where all are later,
 * of the last where all are earlier.
 */
export function impliedAheadWad(surface: Surface): number {
  const { at, expiriesAt } = surface
  const [first, last] = [expiriesAt[0] as number, expiriesAt.at(-1) as number]
  const expiryAt = Math.min(Math.max(at + AHEAD_SEC, first), last)
  return surface.impliedVarianceWad(surface.forwardUsd6(expiryAt), expiryAt)
}
