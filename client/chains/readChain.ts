import type { Hex, PublicClient } from 'viem'
import { type ChainFacts, type FeeRule, findChainFacts } from './chainFacts.ts'
import { HISTORY_BLOCKS } from './formatSpan.ts'

/** What a chain does now, as far as its node or docs/networks.md tells. */
export interface ChainNow {
  /** Between two blocks; undefined for an unknown chain with a single block. */
  blockTimeMs: number | undefined
  /** Undefined for a chain that is not in docs/networks.md. */
  facts: ChainFacts | undefined
  /** Of the latest header where headers have it, else that of docs/networks.md. */
  feeRule: FeeRule | undefined
}

/** Over which the block time of an unknown chain is measured. */
const MEASURED_BLOCKS = 1_000n
const MILLION = 1_000_000n

/** Reads the chain's fee rule, where its headers have it, and its block time, where docs/networks.md does not have the chain. */
export async function readChain(client: PublicClient, chainId: number): Promise<ChainNow> {
  const facts = findChainFacts(chainId)
  if (facts === undefined) {
    return { blockTimeMs: await measureBlockTimeMs(client), facts, feeRule: undefined }
  }
  const { blockTimeMs, isFeeRuleInHeader, feeRule } = facts
  if (!isFeeRuleInHeader) return { blockTimeMs, facts, feeRule }
  const { extraData } = await client.getBlock()
  return { blockTimeMs, facts, feeRule: readFeeRule(extraData) ?? feeRule }
}

/** How many of its blocks' hashes a chain keeps, as far as is known. */
export function countHistory({ facts }: ChainNow): bigint {
  return BigInt(facts?.historyBlocks ?? HISTORY_BLOCKS)
}

async function measureBlockTimeMs(client: PublicClient): Promise<number | undefined> {
  const { number, timestamp } = await client.getBlock()
  const count = number < MEASURED_BLOCKS ? number : MEASURED_BLOCKS
  if (count === 0n) return undefined
  const earlier = await client.getBlock({ blockNumber: number - count })
  return Number(((timestamp - earlier.timestamp) * 1_000n) / count)
}

/**
 * The fee rule in a header of the OP Stack: version, denominator and elasticity in the first nine bytes of its extra data.
 *
 * @returns undefined for any other extra data. Source: specs.optimism.io, Holocene, "Encoding".
 */
export function readFeeRule(extraData: Hex): FeeRule | undefined {
  const [, denominator, elasticity] = /^0x0[01]([0-9a-f]{8})([0-9a-f]{8})/i.exec(extraData) ?? []
  if (denominator === undefined || elasticity === undefined) return undefined
  const multiplier = BigInt(`0x${elasticity}`)
  if (multiplier === 0n) return undefined
  return {
    gasTargetPips: MILLION / multiplier,
    baseFeeDenominator: BigInt(`0x${denominator}`),
  }
}
