import type { Address, PublicClient } from 'viem'
import type { MarketConfig } from '../../governance/index.ts'
import { classifyEvidence } from './classifyEvidence.ts'
import { readReporterKinds } from './readReporterKinds.ts'

/**
 * The contract that a report has to come through where a market takes signed and measured evidence; undefined for any
 * other market, and where more than one contract would have to confirm: a push through one has no signature of another.
 *
 * @throws viem's errors if the node fails.
 */
export async function findChecker(
  client: Pick<PublicClient, 'readContract'>,
  { reporters, threshold }: Pick<MarketConfig, 'reporters' | 'threshold'>,
  blockNumber: bigint,
): Promise<Address | undefined> {
  const kinds = await readReporterKinds(client, reporters, blockNumber)
  if (classifyEvidence(kinds, threshold) !== 'both') return undefined
  const signers = kinds.filter((kind) => kind === 'signer').length
  return BigInt(signers) + 1n >= threshold ? reporters[kinds.indexOf('both')] : undefined
}
