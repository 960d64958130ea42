import type { Surface } from './createSurface.ts'
import type { OptionQuote } from './quote.ts'

/** A spread of at most this share of the middle counts as liquid. */
const LIQUID_SPREAD = 0.1

/** How many quotes a surface reproduces between their bid and their ask. */
export interface SurfaceFit {
  /** Bid and asked, with a spread of at most 10 % of the middle. */
  liquid: number
  liquidWithin: number
  /** Bid and asked at all. */
  quoted: number
  quotedWithin: number
}

/** Compares a surface with the chain that it was made of. */
export function measureFit(surface: Surface, quotes: readonly OptionQuote[]): SurfaceFit {
  const fit = { liquid: 0, liquidWithin: 0, quoted: 0, quotedWithin: 0 }
  for (const quote of quotes) {
    const { bidPips9, askPips9 } = quote
    if (quote.expiryAt <= surface.at || !(bidPips9 > 0) || !(askPips9 >= bidPips9)) continue
    const moneyness = quote.strikeUsd6 / quote.forwardUsd6
    const call = surface.callShare(moneyness, quote.expiryAt)
    const pips9 = (quote.isCall ? call : call - 1 + moneyness) * 1e9
    const isWithin = Number(pips9 >= bidPips9 && pips9 <= askPips9)
    fit.quoted++
    fit.quotedWithin += isWithin
    if (askPips9 - bidPips9 > (LIQUID_SPREAD * (askPips9 + bidPips9)) / 2) continue
    fit.liquid++
    fit.liquidWithin += isWithin
  }
  return fit
}
