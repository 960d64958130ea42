import type { Hex } from 'viem'
import { type MarketConfig, parseMarket } from '../../governance/index.ts'
import { formatVoted } from '../proposal/voted.ts'
import { findDifference } from './findDifference.ts'
import type { ReadResult } from './readResult.ts'

/**
 * The first setting that a result took to be in force and that is another one: what was compared with is then not what voters have.
 *
 * @returns a sentence; undefined: all are the same, or nothing is in force.
 */
export function findStaleSetting(
  { result }: ReadResult,
  markets: ReadonlyMap<Hex, MarketConfig>,
): string | undefined {
  const { governed, inForce } = result.inputs
  const current = markets.get(parseMarket(governed) ?? '0x')
  const difference = current && findDifference(inForce, formatVoted(current))
  if (difference === undefined) return undefined
  const { path, left = 'nothing', right = 'nothing' } = difference
  return `The backtest took ${path} in force to be ${left}; it is ${right}.`
}
