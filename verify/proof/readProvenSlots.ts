// Words of a contract's storage, proven under a header's state root.
//
// Method:   `eth_getProof` gives the nodes from the state root to the contract's account, and from its storage root to
//           each slot.
// Special:  of a slot that is not there, and of an account that is not, a proof says that it is 0.
// Source:   EIP-1186.

import { type Address, fromRlp, type Hex, hexToBigInt, numberToHex, type PublicClient } from 'viem'
import { readProven } from './trie.ts'

/** A block's number, and the root of its state. */
export interface ProvenRoot {
  number: bigint
  stateRoot: Hex
}

interface AccountProof {
  accountProof: readonly Hex[]
  storageProof: readonly { key: Hex; proof: readonly Hex[] }[]
}

/**
 * The words in some slots at the end of a block.
 *
 * @param root - Of the block's header, whose fields give its hash.
 * @throws TrieProofError if what the node gives as a proof is none; viem's errors if it gives nothing.
 */
export async function readProvenSlots(
  client: PublicClient,
  address: Address,
  slots: readonly bigint[],
  { number, stateRoot }: ProvenRoot,
): Promise<bigint[]> {
  const keys = slots.map((slot) => numberToHex(slot, { size: 32 }))
  const { accountProof, storageProof } = (await client.request({
    method: 'eth_getProof',
    params: [address, keys, numberToHex(number)],
  } as never)) as AccountProof
  const account = readProven(stateRoot, address, accountProof)
  const storageRoot = account === undefined ? undefined : (fromRlp(account, 'hex') as Hex[])[2]
  return keys.map((key, at) => {
    const nodes = storageProof[at]?.proof ?? []
    const found = storageRoot === undefined ? undefined : readProven(storageRoot, key, nodes)
    return found === undefined ? 0n : hexToBigInt(fromRlp(found, 'hex') as Hex)
  })
}
