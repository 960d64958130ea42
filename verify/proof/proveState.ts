import { numberToHex } from 'viem'
import type { MarketState } from '../../client/readValues.ts'
import { parameterFields } from '../../core/index.ts'
import { describeNodeFailure } from '../../http/explainNodeFailure.ts'
import { type Comparison, compare, createStep, differ, join, type Step } from '../compare.ts'
import { VerifySourceError } from '../errors.ts'
import type { Evidence } from '../evidence.ts'
import { readState } from '../readState.ts'
import type { Update } from '../readUpdates.ts'
import { findHeader, type ProvenHeader } from './header.ts'
import {
  type MarketWords,
  readProvenWords,
  type StoredMarket,
  unpackMarket,
} from './marketWords.ts'
import { TrieProofError } from './trie.ts'

/**
 * Whether the states that the other steps read, before the evidence, before the update and after it, are those under the
 * headers' state roots. A node without such proofs is a caveat.
 *
 * @throws VerifySourceError if the node fails.
 */
export async function proveState(
  evidence: Evidence,
  headers: readonly ProvenHeader[],
  { marketId, blockNumber, observedBlockNumber }: Update,
): Promise<Step> {
  const { client, riskParameters } = evidence
  const parts: Comparison[] = []
  let words: MarketWords | undefined
  for (const number of new Set([observedBlockNumber - 1n, blockNumber - 1n, blockNumber])) {
    const told = await readState(evidence, marketId, number)
    const header = findHeader(headers, number)
    try {
      words = await readProvenWords(client, riskParameters, marketId, header)
    } catch (cause) {
      if (!(cause instanceof TrieProofError)) return createUnproven(number, cause)
      parts.push(differ(`block ${number}: ${cause.message}`))
      continue
    }
    parts.push(compareState(`at block ${number}`, unpackMarket(words), told))
  }
  const value = words && numberToHex(words.value, { size: 32 })
  return createStep('state', `the word in storage after block ${blockNumber}: ${value}`, ...parts)
}

function compareState(at: string, stored: StoredMarket, told: MarketState): Comparison {
  // Without evidence the contract answers with the fallback, which is not in these words.
  const hasValues = stored.observedAt !== 0n
  return join(
    ...(hasValues
      ? parameterFields.map((field) =>
          compare(`${field} ${at}`, stored.values[field], told.values[field]),
        )
      : []),
    compare(`observedAt ${at}`, stored.observedAt, told.observedAt),
    compare(`isHalted ${at}`, stored.isHalted, told.isHalted),
    compare(`isOnFallback ${at}`, stored.isOnFallback, told.isOnFallback),
    compare(`isAwaitingEvidence ${at}`, stored.isAwaitingEvidence, told.isAwaitingEvidence),
    compare(`config ${at}`, stored.config, told.config),
    compare(`last loosening ${at}`, stored.loosening.lastAt, told.loosening.lastAt),
    ...parameterFields.map((field) => {
      const [used, toldUsed] = [stored.loosening.used[field], told.loosening.used[field]]
      return compare(`used budget of ${field} ${at}`, used, toldUsed)
    }),
  )
}

/** @throws VerifySourceError if it is the node that failed. */
function createUnproven(number: bigint, cause: unknown): Step {
  const failure = describeNodeFailure(cause)
  if (failure !== undefined) throw new VerifySourceError(failure, { cause })
  const step = createStep('state', `what was in storage at block ${number}`)
  step.caveats = [
    `what was in storage is as the node tells it: it gives no proof of block ${number} (eth_getProof)`,
  ]
  return step
}
