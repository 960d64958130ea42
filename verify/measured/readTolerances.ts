import type { Address } from 'viem'
import { evidenceCheckerAbi } from '../../abi/index.ts'
import type { Tolerances } from '../../client/evidence/tolerances.ts'
import { askNode } from '../askNode.ts'
import type { Evidence } from '../evidence.ts'

/** The tolerances of a checker. @throws VerifySourceError if the node fails or does not have them. */
export async function readTolerances(
  { client }: Pick<Evidence, 'client'>,
  checker: Address,
  blockNumber: bigint,
): Promise<Tolerances> {
  const call = { address: checker, abi: evidenceCheckerAbi, functionName: 'tolerances' } as const
  return askNode(
    client.readContract({ ...call, blockNumber }),
    `the tolerances of ${checker} at block ${blockNumber}`,
  )
}
