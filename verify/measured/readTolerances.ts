import type { Address } from 'viem'
import { evidenceCheckerAbi } from '../../abi/index.ts'
import { askNode } from '../askNode.ts'
import type { Evidence } from '../evidence.ts'

/** How far signed figures may lie from measured ones, 1e6 = 100 %, as a checker was deployed with. */
export interface Tolerances {
  depthPips: number
  nativePricePips: number
  navPips: number
  averagesPips: number
  baseFeePips: number
  gasUsedRatioPips: number
  toldPips: number
}

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
