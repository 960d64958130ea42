import { type Hex, keccak256, stringToHex } from 'viem'
import { computeManifestHash } from '../../market/manifestHash.ts'
import { formatPortfolio } from '../portfolios/document.ts'
import { formatVoted, keepVoted } from '../proposal/voted.ts'
import { writeCanonicalJson } from '../report/canonicalJson.ts'
import { createFill, formatFill } from './createFill.ts'
import type { BacktestInputs } from './inputs.ts'

/** What was tried in one run. */
export interface TrialRecord {
  /** What the trials would change: the governed market, and the hash of its settings in force. */
  subject: string
  /** The document that was tried; undefined for bare settings. */
  documentHash: Hex | undefined
  /** Each rule on each market and portfolio, by the hash of what decides it. */
  trials: readonly Hex[]
}

type AskedInputs = Omit<BacktestInputs, 'trials'>

/** What a run is about to try. */
export function createTrialRecord(inputs: AskedInputs): TrialRecord {
  return {
    subject: describeSubject(inputs),
    documentHash: inputs.documentHash,
    trials: listTrials(inputs),
  }
}

/** Whoever tries another draft against the same settings in force tries again. */
function describeSubject({ governed, inForce }: AskedInputs): string {
  return `${governed} ${hash(formatVoted(inForce))}`
}

/**
 * What one run tries: each plain rule, the policy in force and the proposal, on each market and portfolio. The same under other
 * assumptions, with a field put back, or with foresight is no choice that anybody makes, and does not count.
 */
export function listTrials(inputs: AskedInputs): Hex[] {
  const { markets, portfolios, against, range } = inputs
  const policies = [keepVoted(inputs.inForce), keepVoted(inputs.proposed)].map(formatVoted)
  const trials = markets.flatMap((market) =>
    portfolios.flatMap((document) => {
      const on = {
        // Names the files by their hashes, too.
        market: computeManifestHash(market.manifest),
        from: range.from,
        to: range.to,
        portfolio: formatPortfolio(document),
        fill: formatFill(createFill(inputs, market, document)),
      }
      return [
        ...against.map((rule) => hash({ ...on, rule })),
        ...policies.map((policy) => hash({ ...on, policy })),
      ]
    }),
  )
  return [...new Set(trials)]
}

const hash = (value: object): Hex => keccak256(stringToHex(writeCanonicalJson(value)))
