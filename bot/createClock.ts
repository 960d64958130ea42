interface ClockOptions {
  /** `replayed`: the chain's latest block is the only clock. */
  kind: 'real' | 'replayed'
  /** How far this machine's clock and the latest block may be apart, seconds. */
  maxSkewSec: number
}

export interface Clock {
  /** Unix seconds. */
  now(): number
  /** Tells the time of the latest block, unix seconds. */
  setHead(timestamp: bigint): void
  /** Why this machine's clock, or the latest block's time, cannot be right; none: they fit, or only one counts. */
  check(timestamp: bigint): string | undefined
}

/** The clock by which a replica waits, spends and replaces. A market's value depends on the chain's time only. */
export function createClock({ kind, maxSkewSec }: ClockOptions): Clock {
  let headAt = 0
  const isReal = kind === 'real'
  const readSystem = () => Math.floor(Date.now() / 1_000)
  return {
    now: () => (isReal ? readSystem() : headAt),
    setHead(timestamp) {
      headAt = Number(timestamp)
    },
    check(timestamp) {
      const skewSec = readSystem() - Number(timestamp)
      if (!isReal || Math.abs(skewSec) <= maxSkewSec) return undefined
      const side = skewSec > 0 ? 'behind' : 'ahead of'
      return `the latest block is ${Math.abs(skewSec)} s ${side} this machine's clock, allowed are ${maxSkewSec} s; set the clock, or use another node`
    },
  }
}
