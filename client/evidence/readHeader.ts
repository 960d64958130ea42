import { type Block, type Hex, keccak256, numberToHex, type PublicClient, toRlp } from 'viem'
import { HeaderDiffersError } from './errors.ts'

/** Of blocks as `eth_getBlockByNumber` tells them, and of no type of the library's. */
interface Raw {
  [field: string]: Hex | undefined
}

/** Fields of a header in their order (go-ethereum's Header); those with `number` are written without leading zeros. */
const fields: readonly { name: string; isNumber?: boolean }[] = [
  { name: 'parentHash' },
  { name: 'sha3Uncles' },
  { name: 'miner' },
  { name: 'stateRoot' },
  { name: 'transactionsRoot' },
  { name: 'receiptsRoot' },
  { name: 'logsBloom' },
  { name: 'difficulty', isNumber: true },
  { name: 'number', isNumber: true },
  { name: 'gasLimit', isNumber: true },
  { name: 'gasUsed', isNumber: true },
  { name: 'timestamp', isNumber: true },
  { name: 'extraData' },
  { name: 'mixHash' },
  { name: 'nonce' },
  { name: 'baseFeePerGas', isNumber: true },
  { name: 'withdrawalsRoot' },
  { name: 'blobGasUsed', isNumber: true },
  { name: 'excessBlobGas', isNumber: true },
  { name: 'parentBeaconBlockRoot' },
  { name: 'requestsHash' },
]

/**
 * A block's header in RLP, as it is hashed: of the forms that Ethereum and rollups have since London.
 *
 * @throws HeaderDiffersError if its bytes do not have the block's hash; viem's errors if the node fails.
 */
export async function readHeader(
  client: Pick<PublicClient, 'request'>,
  blockNumber: bigint,
): Promise<Hex> {
  const block = (await client.request({
    method: 'eth_getBlockByNumber',
    params: [numberToHex(blockNumber), false],
  })) as (Raw & Pick<Block, 'hash'>) | null
  const header = block && encodeHeader(block)
  if (header === null || keccak256(header) !== block?.hash) {
    throw new HeaderDiffersError(blockNumber)
  }
  return header
}

function encodeHeader(block: Raw): Hex {
  const values = fields.flatMap(({ name, isNumber }): Hex[] => {
    const value = block[name]
    // Later fields came with later forks.
    if (value === undefined || value === null) return []
    if (isNumber !== true) return [value]
    return [BigInt(value) === 0n ? '0x' : evenHex(BigInt(value))]
  })
  return toRlp(values)
}

function evenHex(value: bigint): Hex {
  const digits = value.toString(16)
  return `0x${digits.length % 2 === 1 ? '0' : ''}${digits}`
}
