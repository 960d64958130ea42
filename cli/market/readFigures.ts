import { parseDecimal } from '../../market/import/parseDecimal.ts'
import type { MarketChain } from '../../market/manifest.ts'
import { UsageError } from '../program/errors.ts'
import type { MarketArgs } from './marketArgs.ts'

/** A share in millionths, from `0.3%`; undefined stays. @throws UsageError */
export function readPercent(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const pips = text.endsWith('%') ? parseDecimal(text.slice(0, -1).trim(), 4) : undefined
  if (pips !== undefined && pips >= 0n && pips <= 1_000_000n) return Number(pips)
  throw new UsageError(`--${name} is ${text}; give a share from 0% to 100%, as 0.3%`)
}

/** Millionths of a dollar, from dollars; undefined stays. @throws UsageError */
export function readDollars(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const usd6 = parseDecimal(text, 6)
  if (usd6 !== undefined && usd6 > 0n && usd6 <= 10n ** 15n) return Number(usd6)
  throw new UsageError(`--${name} is ${text}; give dollars above 0, up to a billion`)
}

/** A number above 0; undefined stays. @throws UsageError */
function readNumber(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : 0
  if (value > 0 && value <= max) return value
  throw new UsageError(`--${name} is ${text}; give a number above 0, up to ${max}`)
}

/** The second, modulo 120, at which segments begin. @throws UsageError */
export function readOffset(text = '0'): number {
  if (/^\d{1,3}$/.test(text) && Number(text) < 120) return Number(text)
  throw new UsageError(`--segment-offset is ${text}; give a second from 0 to 119`)
}

/** An option that an action needs. @throws UsageError */
export function requireOption(name: string, value: string | undefined): string {
  if (value) return value
  throw new UsageError(`--${name} is missing; give it`)
}

/** What the command line says of the chain. @throws UsageError */
export function readChainFacts(args: MarketArgs): Partial<MarketChain> {
  return omitUndefined({
    name: args.chain,
    nativeCoin: args['native-coin'],
    nativePriceUsd6: readDollars('native-price', args['native-price']),
    blockSec: readNumber('block-time', args['block-time'], 3_600),
    gasTargetPips: readPercent('gas-target', args['gas-target']),
    baseFeeDenominator: readNumber('fee-denominator', args['fee-denominator'], 65_535),
  })
}

/** What was given. */
export function omitUndefined<Values extends object>(
  values: Values,
): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [Name in keyof Values]?: Exclude<Values[Name], undefined> }
}
