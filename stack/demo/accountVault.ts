// What a vault paid, and what risk it carried, over a replayed market (docs/backtest.md, "What is counted").
//
// Method:   the vault is valued at the recorded price of each block: the pool's own spot price has the vault's last trade in
//           it until the record moves it again. Over one block, with the drift d and the value V before the price moved
//           by the log return r: risk gamma / 2 r^2 d^2 V; of the change of value, V w (P'/P - 1) is what the target
//           itself earned and V d (P'/P - 1) what the drift earned. A trade costs what the value falls by at the
//           recorded price: the pool's fee, and the rest, the impact.
// Domain:   blocks in order of time, prices above 0.
// Accuracy: change of value = target + drift - fee - impact, to rounding; test/stack/demo/accountVault.test.ts. Gas is
//           paid by the keeper and not in the value.

/** A recorded block: the price is in dollars. */
export interface PricedBlock {
  at: bigint
  price: number
}

/** What a vault holds: dollars, and units of the asset. */
export interface Holdings {
  dollars: number
  units: number
}

/** A transaction of a vault's keeper; without amounts it was reverted. */
export interface Fill {
  at: bigint
  /** Change of what the vault holds. */
  dollars: number
  units: number
  gasDollars: number
}

export interface AccountOptions {
  /** The first is where the account begins. */
  blocks: readonly PricedBlock[]
  start: Holdings
  /** In order of time. */
  fills: readonly Fill[]
  /** Share of the asset that is wanted, 1 = 100 %. */
  weight: number
  /** The pool's fee, 1 = 100 %. */
  fee: number
  /** gamma. */
  riskAversion: number
}

/** Dollars unless the name says otherwise. */
export interface VaultAccount {
  startValue: number
  endValue: number
  /** Of the change of value, what a portfolio that is always at its target would have earned. */
  targetEarned: number
  /** Of the change of value, what the distance from the target earned: price move times drift. */
  driftEarned: number
  fee: number
  impact: number
  gas: number
  risk: number
  /** fee + impact + gas + risk. */
  j: number
  trades: number
  traded: number
  /** Largest distance from the target, and its root mean square over time, 1 = 100 %. */
  largestDrift: number
  meanDrift: number
}

/** @throws RangeError without a block. */
export function accountVault(options: AccountOptions): VaultAccount {
  const { blocks, start, fills, weight, fee, riskAversion } = options
  const [first] = blocks
  if (first === undefined) throw new RangeError('an account needs a block to begin with')
  const held = { ...start }
  const sums = {
    target: 0,
    drift: 0,
    fee: 0,
    cost: 0,
    gas: 0,
    risk: 0,
    traded: 0,
    driftSquareSec: 0,
  }
  let largestDrift = 0
  let trades = 0
  let next = 0
  let before = first
  for (const block of blocks) {
    const value = held.dollars + held.units * before.price
    const drift = (held.units * before.price) / value - weight
    const move = block.price / before.price - 1
    const logReturn = Math.log(block.price / before.price)
    sums.target += value * weight * move
    sums.drift += value * drift * move
    sums.risk += computeRisk(riskAversion, logReturn, drift, value)
    sums.driftSquareSec += drift ** 2 * Number(block.at - before.at)
    largestDrift = Math.max(largestDrift, Math.abs(drift), Math.abs(driftAt(held, block, weight)))
    // What came after the last block counts in it.
    const isLast = block === blocks.at(-1)
    for (let fill = fills[next]; fill && (isLast || fill.at <= block.at); fill = fills[++next]) {
      const value = Math.abs(fill.units * block.price)
      sums.gas += fill.gasDollars
      if (value === 0) continue
      trades += 1
      sums.traded += value
      // Of what was given.
      sums.fee += fee * (fill.units < 0 ? value : -fill.dollars)
      sums.cost -= fill.dollars + fill.units * block.price
      held.dollars += fill.dollars
      held.units += fill.units
    }
    before = block
  }
  const elapsedSec = Number(before.at - first.at)
  return {
    startValue: start.dollars + start.units * first.price,
    endValue: held.dollars + held.units * before.price,
    targetEarned: sums.target,
    driftEarned: sums.drift,
    fee: sums.fee,
    impact: sums.cost - sums.fee,
    gas: sums.gas,
    risk: sums.risk,
    j: sums.cost + sums.gas + sums.risk,
    trades,
    traded: sums.traded,
    largestDrift,
    meanDrift: elapsedSec === 0 ? 0 : Math.sqrt(sums.driftSquareSec / elapsedSec),
  }
}

/** What it counts to have been this far from the target over one move of the price: gamma / 2 times both squared, of the value. */
export function computeRisk(
  riskAversion: number,
  logReturn: number,
  drift: number,
  value: number,
): number {
  return (riskAversion / 2) * logReturn ** 2 * drift ** 2 * value
}

function driftAt({ dollars, units }: Holdings, { price }: PricedBlock, weight: number): number {
  return (units * price) / (dollars + units * price) - weight
}
