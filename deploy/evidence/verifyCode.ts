import type { Address, PublicClient } from 'viem'
import { explainNodeFailure } from '../../http/explainNodeFailure.ts'
import type { DeployedKind } from './draftReporters.ts'
import { DeployEvidenceError } from './errors.ts'
import { prepareContract } from './evidenceContract.ts'

/** A contract of evidence with what it says of itself. */
interface Claimed {
  address: Address
  kind: DeployedKind
  settings: object
  /** Of a checker. */
  tolerances: object | undefined
}

/**
 * Whether the code at an address is what this build deploys with the settings that the contract says it has: the node
 * runs the creation without sending it, and what it would leave is compared byte for byte.
 *
 * @returns undefined where this build has no contracts to compare with.
 * @throws viem's errors if the node fails.
 */
export async function verifyCode(
  client: PublicClient,
  { address, kind, settings, tolerances }: Claimed,
): Promise<boolean | undefined> {
  let contract: Awaited<ReturnType<typeof prepareContract>>
  try {
    contract = await prepareContract(kind, settings, tolerances)
  } catch (error) {
    if (error instanceof DeployEvidenceError) return undefined
    throw error
  }
  const [code, made] = await Promise.all([
    client.getCode({ address }),
    client.call({ data: contract.data }).catch((error) => {
      // The constructor refuses the settings, so they are not what the contract was made with.
      if (explainNodeFailure(error) === undefined) return { data: undefined }
      throw error
    }),
  ])
  return code !== undefined && code === made.data
}
