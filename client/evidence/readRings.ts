import { type Address, isAddressEqual, type PublicClient, parseAbi } from 'viem'

/** How many observations a pool keeps, and how many it may keep once its ring comes round. */
export interface Ring {
  pool: Address
  entries: number
  entriesNext: number
}

const poolAbi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16 observationIndex, uint16 observationCardinality, uint16 observationCardinalityNext, uint8 feeProtocol, bool unlocked)',
])

/** Half an hour that is measured, and the segment that is not whole yet. */
const SPAN_MS = 1_920_000
/** A pool writes once a second at most: twice in one block never, and blocks have whole seconds. */
const MIN_STEP_MS = 1_000

/** The entries that a pool needs which trades in every block; undefined block time: an entry a second. */
export function countRingEntries(blockTimeMs: number | undefined): number {
  return Math.ceil(SPAN_MS / Math.max(blockTimeMs ?? MIN_STEP_MS, MIN_STEP_MS))
}

/** The ring of a source's pool, and that of its native pool where that is another one. */
export async function readRings(
  client: PublicClient,
  { pool, nativePool }: { pool: Address; nativePool: Address },
  blockNumber?: bigint,
): Promise<Ring[]> {
  const pools = isAddressEqual(pool, nativePool) ? [pool] : [pool, nativePool]
  return Promise.all(
    pools.map(async (address): Promise<Ring> => {
      const at = blockNumber === undefined ? {} : { blockNumber }
      const request = { address, abi: poolAbi, functionName: 'slot0', ...at } as const
      const [, , , entries, entriesNext] = await client.readContract(request)
      return { pool: address, entries, entriesNext }
    }),
  )
}
