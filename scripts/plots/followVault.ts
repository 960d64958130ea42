import { defaultPolicy, defaultWeightPips } from '../../backtest/defaultPolicy.ts'
import type { Parameters } from '../../core/index.ts'
import { toMaxTradeShare } from './market.ts'

/** A vault's drift over time, 1 = 100 % of its value. */
export interface VaultPath {
  /** Between trades: points of day and drift. */
  pieces: [day: number, drift: number][][]
  /** Trades of one moment are joined to one. */
  trades: { day: number; from: number; to: number }[]
}

const DAY_SEC = 86_400
const YEAR_SEC = 31_557_600
/** An hour between two looks. */
const STEP_SEC = 3_600
/** A fall of 13 %, so that a trade in slices is seen too. */
const FALL = { day: 28, log: Math.log(0.87) }
const SEED = 23

/** Follows a constant mix of one half through made-up prices, with parameters that stay as they are. */
export function followVault(
  target: Parameters,
  { days, volatility }: { days: number; volatility: number },
): VaultPath {
  const random = createRandom(SEED)
  const weight = Number(defaultWeightPips) / 1e6
  const sigma = volatility * Math.sqrt(STEP_SEC / YEAR_SEC)
  const path: VaultPath = { pieces: [[[0, 0]]], trades: [] }
  let drift = 0
  let lastTradeSec = 0
  for (let sec = STEP_SEC; sec <= days * DAY_SEC; sec += STEP_SEC) {
    const day = sec / DAY_SEC
    const move = sigma * drawNormal(random) + (day === FALL.day ? FALL.log : 0)
    const risky = (weight + drift) * Math.exp(move)
    drift = risky / (risky + 1 - weight - drift) - weight
    path.pieces.at(-1)?.push([day, drift])
    const from = drift
    // In slices an epoch apart, until it is inside the band again.
    for (let elapsedSec = sec - lastTradeSec; ; elapsedSec = Number(defaultPolicy.epochSec)) {
      const size = planTrade(target, Math.abs(drift), elapsedSec)
      if (size === 0) break
      drift -= Math.sign(drift) * size
      lastTradeSec = sec
    }
    if (drift === from) continue
    path.trades.push({ day, from, to: drift })
    path.pieces.push([[day, drift]])
  }
  return path
}

/** What docs/model.md says that a protocol does, as a share of the portfolio. */
function planTrade(target: Parameters, distance: number, elapsedSec: number): number {
  const share = (pips: bigint) => Number(pips) / 1e6
  if (distance <= share(target.bandPips)) return 0
  const excess = distance - Math.min(share(target.returnPips), share(target.bandPips))
  const passedSec = Math.min(elapsedSec, Number(target.intervalSec))
  const part = (share(target.aggressivenessPips) * passedSec) / Number(defaultPolicy.epochSec)
  const wanted = Math.max(share(target.lotPips), excess * Math.min(1, part))
  return Math.min(excess, wanted, toMaxTradeShare(target))
}

/** Numbers from 0 to 1 that are the same everywhere (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The sum of twelve: near enough to a normal one, and exact on every machine. */
function drawNormal(random: () => number): number {
  return Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)
}
