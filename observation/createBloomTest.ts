// Method:   a header's bloom filter has three bits set for each address and each topic of its block's logs: what is
//           missing there is not in the block, what is there may be.
// Domain:   blooms of 256 bytes.
// Source:   Ethereum Yellow Paper, section 4.3.1, function M3:2048.

import { type Address, type Hex, hexToBytes, keccak256 } from 'viem'

const BLOOM_BITS = 2_048

/** Which logs are meant: of one of the addresses and, if topics are given, with one of them first. */
export interface LogFilter {
  addresses: readonly Address[]
  topics?: readonly Hex[]
}

/** Makes a test of headers: whether a block with this bloom may hold such logs. False is certain, true is not. */
export function createBloomTest({ addresses, topics }: LogFilter): (logsBloom: Hex) => boolean {
  const addressBits = addresses.map(computeBits)
  const topicBits = topics?.map(computeBits)
  return (logsBloom) => {
    const bloom = hexToBytes(logsBloom)
    const isSet = (bit: number) =>
      (((bloom[bloom.length - 1 - (bit >> 3)] ?? 0) >> (bit & 7)) & 1) === 1
    const mayHold = (bits: readonly number[]) => bits.every(isSet)
    return addressBits.some(mayHold) && (topicBits?.some(mayHold) ?? true)
  }
}

function computeBits(word: Hex): number[] {
  const hash = hexToBytes(keccak256(word))
  return [0, 2, 4].map((at) => (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) % BLOOM_BITS)
}
