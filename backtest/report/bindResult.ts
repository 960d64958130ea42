import type { Hex } from 'viem'
import type { Document, MarketConfig } from '../../governance/index.ts'
import { listBindingFaults } from './checkBinding.ts'
import { findStaleSetting } from './findStaleSetting.ts'
import type { ReadResult } from './readResult.ts'
import { sayVerdict } from './sayVerdict.ts'

/** What binding a result to a document comes to. */
export interface BoundResult {
  /** For the description to name. */
  backtestHash: Hex
  /** In a few words: `No difference shown`. */
  headline: string
  /** Why it is not a result of this document, a sentence each; empty if it is. */
  faults: readonly string[]
  /** That it was compared with other settings than those in force, in a sentence; undefined if it was not. */
  stale: string | undefined
}

/** Compares a result with the document whose description is to name it. */
export function bindResult(
  read: ReadResult,
  document: Document,
  markets: ReadonlyMap<Hex, MarketConfig>,
): BoundResult {
  const { backtestHash, result } = read
  return {
    backtestHash,
    headline: sayVerdict(result).headline,
    faults: listBindingFaults(read, { document, backtestHash }),
    stale: findStaleSetting(read, markets),
  }
}
