// Call prices of one expiry as shares of the forward, over moneyness (strike over forward): straight between knots, constant after the last.
// Free of butterfly arbitrage where they fall, are convex, start at 1 and fall no faster than moneyness rises.

/** Knots in rising order of moneyness, the first at 0 with price 1. */
export interface ConvexPrices {
  moneyness: Float64Array
  price: Float64Array
}

/** The price at a moneyness of 0 or more. */
export function readPrice({ moneyness, price }: ConvexPrices, at: number): number {
  let low = 0
  let high = moneyness.length - 1
  if (at >= (moneyness[high] as number)) return price[high] as number
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((moneyness[middle] as number) <= at) low = middle
    else high = middle
  }
  return between(
    moneyness[low] as number,
    price[low] as number,
    moneyness[high] as number,
    price[high] as number,
    at,
  )
}

/**
 * The highest convex prices that are nowhere above the points, which come in rising order of moneyness, above 0. Where the points
 * are free of arbitrage already, they are its knots.
 */
export function convexBelow(points: Iterable<readonly [number, number]>): ConvexPrices {
  const moneyness = [0]
  const price = [1]
  let least = 1
  for (const [x, given] of points) {
    least = Math.min(least, Math.max(given, 1 - x, 0))
    while (moneyness.length > 1 && isAboveChord(moneyness, price, x, least)) {
      moneyness.pop()
      price.pop()
    }
    moneyness.push(x)
    price.push(least)
  }
  return { moneyness: Float64Array.from(moneyness), price: Float64Array.from(price) }
}

/** Whether the last knot is not below the straight line from the one before it to a point. */
function isAboveChord(moneyness: number[], price: number[], x: number, y: number): boolean {
  const last = moneyness.length - 1
  const [fromX, fromY] = [moneyness[last - 1] as number, price[last - 1] as number]
  const [knotX, knotY] = [moneyness[last] as number, price[last] as number]
  return (knotY - fromY) * (x - fromX) >= (y - fromY) * (knotX - fromX)
}

/** The higher of the two at each moneyness: convex, falling and no steeper, as both are. */
export function higherOf(first: ConvexPrices, second: ConvexPrices): ConvexPrices {
  const moneyness = [...new Set([...first.moneyness, ...second.moneyness])].sort((a, b) => a - b)
  const gap = (x: number) => readPrice(first, x) - readPrice(second, x)
  const knots: number[] = []
  for (const [index, x] of moneyness.entries()) {
    const before = moneyness[index - 1]
    if (before !== undefined) {
      const [gapBefore, gapNow] = [gap(before), gap(x)]
      if (gapBefore * gapNow < 0) {
        const crossing = before + ((x - before) * gapBefore) / (gapBefore - gapNow)
        if (crossing > before && crossing < x) knots.push(crossing)
      }
    }
    knots.push(x)
  }
  return {
    moneyness: Float64Array.from(knots),
    price: Float64Array.from(knots, (x) => Math.max(readPrice(first, x), readPrice(second, x))),
  }
}

function between(x0: number, y0: number, x1: number, y1: number, x: number): number {
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}
