import type { Hex } from 'viem'
import { showText } from '../../core/showText.ts'
import {
  type Change,
  type Document,
  formatMarket,
  hashDocument,
  listMarkets,
} from '../../governance/index.ts'
import { formatVoted, type Voted } from '../proposal/voted.ts'
import { findDifference } from './findDifference.ts'
import type { ReadResult } from './readResult.ts'

/** A proposal as far as a result is compared with it. */
export interface BoundProposal {
  /** Undefined where the description has none, or the calls do other things. */
  document: Document | undefined
  /** The hash that the description names; undefined: none. */
  backtestHash: Hex | undefined
}

/**
 * Why a result is not the one that a proposal names: another hash, another document, or other settings than the document sets. Nothing
 * is run: whether the figures are right, `gimbal backtest verify` finds out.
 *
 * @returns a sentence a fault; empty: the result is of this proposal.
 */
export function listBindingFaults(
  { result, backtestHash }: ReadResult,
  { document, backtestHash: named }: BoundProposal,
): string[] {
  const faults: string[] = []
  if (named === undefined) {
    faults.push(`the description names no backtest; the result given has hash ${backtestHash}`)
  } else if (named !== backtestHash) {
    faults.push(`the description names backtest ${named}, the result given has ${backtestHash}`)
  }
  if (document === undefined) {
    return [...faults, 'the proposal has no whole document that a result could be of']
  }
  const documentHash = hashDocument(document)
  if (result.documentHash !== documentHash) {
    const own = result.documentHash ?? 'no document, as bare settings were run'
    faults.push(`the result is of document ${own}, the proposal has ${documentHash}`)
  }
  return [
    ...faults,
    ...compareHeading(result.inputs, document),
    ...compareSettings(result.inputs, document),
  ]
}

/** What a reader is told that was run: no run depends on it, so that running it again finds no fault in it. */
function compareHeading(
  { title, governed, isAddition }: ReadResult['result']['inputs'],
  { title: own, changes }: Document,
): string[] {
  const adds = changes.some((of) => of.change === 'market' && formatMarket(of.market) === governed)
  return [
    ...(title === own
      ? []
      : [
          `the result is headed ${JSON.stringify(showText(title))}, the document ${JSON.stringify(showText(own))}`,
        ]),
    ...(isAddition === adds
      ? []
      : [
          `the result takes ${showText(governed)} to be ${isAddition ? 'new' : 'in force already'}, the document ${adds ? 'adds it' : 'changes it'}`,
        ]),
  ]
}

/** Every group that the document sets is whole in it; of a group that it leaves alone nothing may have changed. */
function compareSettings(
  { governed, proposal, inForce }: ReadResult['result']['inputs'],
  { changes }: Document,
): string[] {
  const own = changes.filter((change) => listMarkets(change).map(formatMarket).includes(governed))
  if (own.length === 0) return [`the document changes nothing of ${governed}, which was run`]
  const expected = Object.assign({}, inForce, ...own.map(formatChange))
  const difference = findDifference(expected, proposal)
  if (difference === undefined) return []
  const { path, left = 'nothing', right = 'nothing' } = difference
  return [`the result ran ${path} with ${right}, the document has ${left}`]
}

function formatChange(change: Change): object {
  switch (change.change) {
    case 'policy':
    case 'bounds':
    case 'freshness':
      return formatVoted(change as unknown as Voted)
    case 'fallback':
      return formatVoted({ fallbackVector: change.fallback } as Voted)
    case 'market':
      return formatVoted({ ...change, fallbackVector: change.fallback })
    default:
      return {}
  }
}
