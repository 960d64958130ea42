import { type Address, encodePacked, getAddress, type Hex, keccak256 } from 'viem'

/**
 * Whose turn it is in an epoch: the replica's place, from 0, among all by keccak256(epoch as uint64, address). Every
 * replica can compute the order alone, and the order changes with each epoch, so that no replica leads.
 *
 * @returns `undefined` if the replica is not among them.
 */
export function computeRank(
  epoch: bigint,
  replica: Address,
  replicas: readonly Address[],
): number | undefined {
  const unique = [...new Set(replicas.map((address) => getAddress(address)))]
  const turns = unique.map((address) => ({ address, turn: hashTurn(epoch, address) }))
  const ordered = turns.sort((a, b) => (a.turn < b.turn ? -1 : 1))
  const rank = ordered.findIndex(({ address }) => address === getAddress(replica))
  return rank === -1 ? undefined : rank
}

/** How long a replica leaves the push to those before it, seconds: its rank times `takeoverSec`. */
export function computeDelaySec(rank: number, takeoverSec: number): number {
  return rank * takeoverSec
}

function hashTurn(epoch: bigint, address: Address): Hex {
  return keccak256(encodePacked(['uint64', 'address'], [epoch, address]))
}
