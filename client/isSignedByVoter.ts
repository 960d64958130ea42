import { type Address, type Hex, hexToBigInt, type PublicClient, recoverAddress, slice } from 'viem'
import { governorAbi } from '../abi/index.ts'

/** Half of the curve's order: a greater s is the same signature written otherwise, which OpenZeppelin refuses. */
const MAX_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/**
 * Whether a voter signed a digest by the Governor's own rule: the key of the account, or else its contract (ERC-1271).
 *
 * Source: contracts/governance/GovernorSnapshotVotes.sol, `_isSignedBy`.
 */
export async function isSignedByVoter(
  client: PublicClient,
  governor: Address,
  voter: Address,
  digest: Hex,
  signature: Hex,
): Promise<boolean> {
  if ((await recoverSigner(digest, signature)) === voter) return true
  const code = await client.getCode({ address: voter })
  if (code === undefined) return false
  return client
    .readContract({
      address: governor,
      abi: governorAbi,
      functionName: 'isValidContractSignature',
      args: [voter, digest, signature],
    })
    .catch(() => false)
}

async function recoverSigner(hash: Hex, signature: Hex): Promise<Address | undefined> {
  const isPlain = /^0x[0-9a-f]{128}(1b|1c)$/i.test(signature)
  if (!isPlain || hexToBigInt(slice(signature, 32, 64)) > MAX_S) return undefined
  return recoverAddress({ hash, signature }).catch(() => undefined)
}
