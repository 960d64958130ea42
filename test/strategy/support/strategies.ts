import type { OptionInput, OverlayInput, Strategies } from '../../../core/strategies.ts'

const YEAR_SEC = 31_557_600

const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

function normal(x: number): number {
  if (x > 0) return 1 - normal(-x)
  if (x > -3) {
    let [sum, term] = [x, x]
    for (let n = 1; Math.abs(term) > 1e-20; n++) sum += term *= (x * x) / (2 * n + 1)
    return 0.5 + sum * density(x)
  }
  let fraction = -x
  for (let n = 200; n > 0; n--) fraction = -x + n / fraction
  return density(x) / fraction
}

function price({ spotUsd6, strikeUsd6, varianceWad, timeToExpirySec }: OptionInput) {
  const [s, k] = [Number(spotUsd6), Number(strikeUsd6)]
  const sd = Math.sqrt((Number(varianceWad) / 1e18) * (Number(timeToExpirySec) / YEAR_SEC))
  const d1 = sd === 0 ? (s === k ? 0 : (s - k) * 1e9) : Math.log(s / k) / sd + sd / 2
  const call = s * normal(d1) - k * normal(d1 - sd)
  const gamma = sd === 0 ? 0 : density(d1) / sd
  const callUsd6 = BigInt(Math.round(call))
  const delta = Math.round(normal(d1) * 1e6)
  const theta = (-(Number(varianceWad) / 1e18) / 2) * gamma * (86_400 / YEAR_SEC)
  return {
    callUsd6,
    putUsd6: callUsd6 - spotUsd6 + strikeUsd6,
    callDeltaPips: BigInt(delta),
    putDeltaPips: BigInt(delta - 1_000_000),
    gammaCashPips: BigInt(Math.round(gamma * 1e6)),
    thetaDayPips: BigInt(Math.round(theta * 1e6)),
  }
}

function overlay(input: OverlayInput) {
  const units =
    (Number(input.collateralWad) / 1e18) * (Number(input.liquidationThresholdPips) / 1e6)
  let premium = 0
  let strike = 0
  for (let i = 0; i < 300; i++) {
    strike = ((1 + Number(input.bufferPips) / 1e6) * (Number(input.debtUsd6) + premium)) / units
    const strikeUsd6 = BigInt(Math.round(strike))
    premium = units * Number(price({ ...input, strikeUsd6 }).putUsd6)
  }
  return {
    liquidationPriceUsd6: BigInt(Math.round(Number(input.debtUsd6) / units)),
    putWad: BigInt(Math.round(units * 1e18)),
    strikeUsd6: BigInt(Math.ceil(strike)),
    premiumUsd6: BigInt(Math.round(premium)),
  }
}

export const strategies = {
  priceOption: price,
  overlayPuts: overlay,
} as unknown as Strategies
