import { type Address, ContractFunctionExecutionError, type PublicClient } from 'viem'
import { provenReporterAbi } from '../../abi/index.ts'
import { explainNodeFailure } from '../../http/explainNodeFailure.ts'
import type { ReporterKind } from './classifyEvidence.ts'

/** As the contract's enum `EvidenceKind` has them; 0 is what no reporter gives. */
const kinds: readonly (ReporterKind | undefined)[] = [undefined, 'proven', 'both']

type Client = Pick<PublicClient, 'readContract'>

/**
 * What a reporter gives, by the `kind()` of its contract: without code or an answer it signs.
 *
 * @throws viem's errors if the node fails.
 */
export async function readReporterKind(
  client: Client,
  reporter: Address,
  blockNumber?: bigint,
): Promise<ReporterKind> {
  const request = { address: reporter, abi: provenReporterAbi, functionName: 'kind' } as const
  try {
    const kind = await client.readContract(
      blockNumber === undefined ? request : { ...request, blockNumber },
    )
    return kinds[kind] ?? 'signer'
  } catch (error) {
    const isOfContract =
      error instanceof ContractFunctionExecutionError && explainNodeFailure(error) === undefined
    if (isOfContract) return 'signer'
    throw error
  }
}

/** The same of all reporters of a market, in their order. */
export function readReporterKinds(
  client: Client,
  reporters: readonly Address[],
  blockNumber?: bigint,
): Promise<ReporterKind[]> {
  return Promise.all(reporters.map((one) => readReporterKind(client, one, blockNumber)))
}
