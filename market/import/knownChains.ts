import { findNativeCoin } from '../check/nativeCoins.ts'
import { MarketFileError } from '../errors.ts'
import type { MarketChain } from '../manifest.ts'

/** Fee rules and times of blocks, as far as they hold today; another time is given by hand. */
const rules: Readonly<Record<string, Omit<MarketChain, 'name' | 'nativeCoin'>>> = {
  ethereum: { blockSec: 12, gasTargetPips: 500_000, baseFeeDenominator: 8 },
  polygon: { blockSec: 2, gasTargetPips: 500_000, baseFeeDenominator: 16 },
}

/**
 * A chain with what is given of it, and what is known of its name.
 *
 * @throws MarketFileError if something is neither given nor known.
 */
export function completeChain(folder: string, given: Partial<MarketChain>): MarketChain {
  const { name = 'ethereum' } = given
  const rule = rules[name.toLowerCase().split(/[\s-]/)[0] ?? '']
  const known = { ...rule, nativeCoin: findNativeCoin(name) }
  const { nativeCoin, blockSec, gasTargetPips, baseFeeDenominator } = { ...known, ...given }
  const options = {
    '--native-coin': nativeCoin,
    '--block-time': blockSec,
    '--gas-target': gasTargetPips,
    '--fee-denominator': baseFeeDenominator,
  }
  const missing = Object.entries(options).flatMap(([option, value]) => {
    return value === undefined ? [option] : []
  })
  if (
    nativeCoin === undefined ||
    blockSec === undefined ||
    gasTargetPips === undefined ||
    baseFeeDenominator === undefined
  ) {
    const reason = `the chain ${name} is not known; give ${missing.join(', ')}`
    throw new MarketFileError(folder, reason)
  }
  return { ...given, name, nativeCoin, blockSec, gasTargetPips, baseFeeDenominator }
}
