// A market's three words in the storage of RiskParameters, proven under a header's state root.
//
// Source: contracts/RiskParametersAdmin.sol (`_markets` is the second slot, after that of AccessManaged),
//         contracts/libraries/ParametersPacking.sol.

import {
  type Address,
  encodeAbiParameters,
  getAddress,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  type PublicClient,
} from 'viem'
import { type Loosening, type Parameters, unpackVector } from '../../core/index.ts'
import { type ProvenRoot, readProvenSlots } from './readProvenSlots.ts'

const MARKETS_SLOT = 1n

/** What a market has in storage. */
export interface MarketWords {
  /** The word that a protocol reads. */
  value: bigint
  loosening: bigint
  config: bigint
}

/** The same, unpacked. */
export interface StoredMarket {
  /** Without evidence they are 0, and readers get the fallback. */
  values: Parameters
  observedAt: bigint
  maxAgeSec: bigint
  isHalted: boolean
  isOnFallback: boolean
  isAwaitingEvidence: boolean
  loosening: Loosening
  config: Address
}

/**
 * A market's words at the end of a block.
 *
 * @param header - The block's, whose fields give its hash.
 * @throws TrieProofError if what the node gives as a proof is none; viem's errors if it gives nothing.
 */
export async function readProvenWords(
  client: PublicClient,
  address: Address,
  marketId: Hex,
  header: ProvenRoot,
): Promise<MarketWords> {
  const words = await readProvenSlots(client, address, listSlots(marketId), header)
  const [value = 0n, loosening = 0n, config = 0n] = words
  return { value, loosening, config }
}

function listSlots(marketId: Hex): bigint[] {
  const base = hexToBigInt(
    keccak256(
      encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [marketId, MARKETS_SLOT]),
    ),
  )
  return [0n, 1n, 2n].map((offset) => base + offset)
}

/** Bits of the fields of the budget's word, the lowest first. */
const looseningBits: readonly (readonly [keyof Parameters, bigint])[] = [
  ['aggressivenessPips', 26n],
  ['bandPips', 26n],
  ['maxTradeUsd', 40n],
  ['intervalSec', 32n],
  ['cppiMultiplierE3', 16n],
  ['guardPips', 26n],
  ['lotPips', 26n],
  ['returnPips', 26n],
]

/** What a market's words say. */
export function unpackMarket({ value, loosening, config }: MarketWords): StoredMarket {
  const bits = (word: bigint, from: bigint, count: bigint) => (word >> from) & ((1n << count) - 1n)
  let offset = 0n
  const used = Object.fromEntries(
    looseningBits.map(([field, count]) => {
      const figure = bits(loosening, offset, count)
      offset += count
      return [field, figure]
    }),
  ) as unknown as Parameters
  return {
    values: unpackVector(value),
    observedAt: bits(value, 190n, 38n),
    maxAgeSec: bits(value, 228n, 25n),
    isHalted: bits(value, 253n, 1n) === 1n,
    isOnFallback: bits(value, 254n, 1n) === 1n,
    isAwaitingEvidence: bits(value, 255n, 1n) === 1n,
    loosening: { used, lastAt: bits(loosening, offset, 38n) },
    config: getAddress(numberToHex(bits(config, 0n, 160n), { size: 20 })),
  }
}
