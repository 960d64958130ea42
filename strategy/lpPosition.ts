// A Uniswap v3 position between two prices, by its liquidity: value L (2 sqrt S - S / sqrt b - sqrt a), asset L (1 / sqrt S - 1 / sqrt b),
// gamma cash L sqrt S / 2 (sold), S clipped to [a, b]. Prices in any one unit; values are in it too. Sources: Uniswap v3 white paper;
// Milionis, Moallemi, Roughgarden & Zhang 2022.

/** Prices between which it provides, and how much. */
export interface LpPosition {
  liquidity: number
  lower: number
  upper: number
}

/** At what price, and above or below. */
export function isInRange({ lower, upper }: LpPosition, price: number): boolean {
  return price >= lower && price < upper
}

/** Worth of both assets. */
export function lpValue({ liquidity, lower, upper }: LpPosition, price: number): number {
  if (price >= upper) return liquidity * (Math.sqrt(upper) - Math.sqrt(lower))
  const clipped = Math.max(price, lower)
  const asset = liquidity * (1 / Math.sqrt(clipped) - 1 / Math.sqrt(upper))
  return asset * price + liquidity * (Math.sqrt(clipped) - Math.sqrt(lower))
}

/** Units of the asset in it: its delta. */
export function lpAsset({ liquidity, lower, upper }: LpPosition, price: number): number {
  if (price >= upper) return 0
  return liquidity * (1 / Math.sqrt(Math.max(price, lower)) - 1 / Math.sqrt(upper))
}

/** S^2 Gamma as a magnitude: what the delta's worth loses when the price rises, by its log. */
export function lpGammaCash(position: LpPosition, price: number): number {
  return isInRange(position, price) ? (position.liquidity * Math.sqrt(price)) / 2 : 0
}

/** The position of a value. */
export function openLp(value: number, price: number, lower: number, upper: number): LpPosition {
  const unit = lpValue({ liquidity: 1, lower, upper }, price)
  return { liquidity: value / unit, lower, upper }
}
