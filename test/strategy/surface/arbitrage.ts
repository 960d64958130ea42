import type { Surface } from '../../../strategy/surface/createSurface.ts'

/** Room for what doubles lose. */
const ROUNDING = 1e-12

/** What a surface lets one earn without risk, looked for on a grid of its own; undefined: nothing. */
export function findArbitrage(surface: Surface, moneyness: readonly number[]): string | undefined {
  const expiries = listTimes(surface)
  let before = moneyness.map((x) => Math.max(0, 1 - x))
  for (const expiryAt of expiries) {
    const prices = moneyness.map((x) => surface.callShare(x, expiryAt))
    for (let i = 0; i < moneyness.length; i++) {
      const [x, price] = [moneyness[i] as number, prices[i] as number]
      const where = `at ${x} of the forward, ${expiryAt}`
      if (!(price >= Math.max(0, 1 - x) - ROUNDING && price <= 1)) return `price ${price} ${where}`
      if (price < (before[i] as number) - ROUNDING) return `calendar ${where}`
      if (i === 0) continue
      const [left, leftPrice] = [moneyness[i - 1] as number, prices[i - 1] as number]
      if (price > leftPrice + ROUNDING) return `rising price ${where}`
      if (i + 1 === moneyness.length) continue
      const [right, rightPrice] = [moneyness[i + 1] as number, prices[i + 1] as number]
      const chord = leftPrice + ((rightPrice - leftPrice) * (x - left)) / (right - left)
      if (price > chord + ROUNDING) return `butterfly ${where}`
    }
    before = prices
  }
  return undefined
}

/** Each expiry, and three times before it. */
function listTimes({ at, expiriesAt }: Surface): number[] {
  return expiriesAt.flatMap((expiryAt, index) => {
    const from = expiriesAt[index - 1] ?? at
    return [0.1, 0.5, 0.9, 1].map((part) => from + (expiryAt - from) * part)
  })
}
