// A block's hash from the fields of its header.
//
// Domain:   headers of Ethereum, and of the chains that have the same ones: the OP Stack's, Arbitrum's and Polygon's.
// Special:  fields of later forks follow in their order where the header has them.
// Source:   Ethereum Yellow Paper, section 4.3; EIP-1559, EIP-4895, EIP-4844, EIP-4788, EIP-7685.

import { type Block, type Hex, isHex, keccak256, numberToHex, size, toRlp } from 'viem'
import type { BloomHeader } from '../../client/logs/checkLogs.ts'
import type { Header } from '../../observation/index.ts'
import { VerifySourceError } from '../errors.ts'

/** What verification keeps of a header. */
export interface ProvenHeader extends Header, BloomHeader {
  stateRoot: Hex
  receiptsRoot: Hex
  transactionsRoot: Hex
  /** Whether its fields give its hash: then nothing of it can be otherwise. */
  isHashed: boolean
}

/** Numbers of a header are of 64 bits, the base fee of 256. */
const SCALAR_BYTES = 8
const BASE_FEE_BYTES = 32
const ROOT_BYTES = 32

/** The fields that a node gives and viem does not name. */
type NamedBlock = Block<bigint, boolean, 'latest' | 'pending'> & { requestsHash?: Hex | null }

/** The hash that a header's fields give. */
export function computeHeaderHash(block: object): Hex {
  const header = block as NamedBlock
  const {
    baseFeePerGas,
    withdrawalsRoot,
    blobGasUsed,
    excessBlobGas,
    parentBeaconBlockRoot,
    requestsHash,
  } = header
  const optional = listOptional([
    toScalar(baseFeePerGas, BASE_FEE_BYTES),
    toRoot(withdrawalsRoot),
    toScalar(blobGasUsed, SCALAR_BYTES),
    toScalar(excessBlobGas, SCALAR_BYTES),
    toRoot(parentBeaconBlockRoot),
    toRoot(requestsHash),
  ])
  const fields = [
    header.parentHash,
    header.sha3Uncles,
    header.miner,
    header.stateRoot,
    header.transactionsRoot,
    header.receiptsRoot,
    header.logsBloom ?? '0x',
    toField(header.difficulty) ?? '0x',
    toScalar(header.number, SCALAR_BYTES) ?? '0x',
    toScalar(header.gasLimit, SCALAR_BYTES) ?? '0x',
    toScalar(header.gasUsed, SCALAR_BYTES) ?? '0x',
    toScalar(header.timestamp, SCALAR_BYTES) ?? '0x',
    header.extraData,
    header.mixHash,
    header.nonce ?? '0x',
    ...optional,
  ]
  return keccak256(toRlp(fields))
}

/**
 * Each fork has added its fields behind those before: one that is there behind one that is not would stand in the other's
 * place, and be hashed as it.
 */
function listOptional(fields: readonly (Hex | undefined)[]): Hex[] {
  const present = fields.filter((field) => field !== undefined)
  if (fields.slice(0, present.length).includes(undefined)) {
    throw new VerifySourceError('a header has a field of a later fork and lacks one before it')
  }
  return present
}

function toScalar(value: bigint | null | undefined, bytes: number): Hex | undefined {
  const field = toField(value)
  if (field !== undefined && size(field) > bytes) {
    throw new VerifySourceError(`a header has a number of more than ${bytes} bytes`)
  }
  return field
}

function toRoot(value: Hex | null | undefined): Hex | undefined {
  if (value === undefined || value === null) return undefined
  if (isHex(value) && size(value) === ROOT_BYTES) return value
  throw new VerifySourceError('a header has a root that is not of 32 bytes')
}

/** A block as verification keeps it. */
export function keepHeader(block: Header & BloomHeader): ProvenHeader {
  const { stateRoot, receiptsRoot, transactionsRoot } = block as unknown as NamedBlock
  const { number, hash, parentHash, timestamp, gasUsed, gasLimit, logsBloom } = block
  return {
    number,
    hash,
    parentHash,
    timestamp,
    baseFeePerGas: block.baseFeePerGas ?? null,
    gasUsed,
    gasLimit,
    logsBloom,
    stateRoot,
    receiptsRoot,
    transactionsRoot,
    isHashed: isHashed(block),
  }
}

function isHashed(block: Header): boolean {
  try {
    return computeHeaderHash(block) === block.hash
  } catch {
    // A field that is missing, or of another form.
    return false
  }
}

/** A block's header. @throws VerifySourceError if it was not read. */
export function findHeader(headers: readonly ProvenHeader[], number: bigint): ProvenHeader {
  const found = headers.find((header) => header.number === number)
  if (found !== undefined) return found
  throw new VerifySourceError(`no header of block ${number} was read`)
}

/** RLP's whole number: no leading zeros, nothing for 0. */
export function toField(value: bigint | number | null | undefined): Hex | undefined {
  if (value === undefined || value === null) return undefined
  const number = BigInt(value)
  if (number === 0n) return '0x'
  return numberToHex(number, { size: Math.ceil(number.toString(16).length / 2) })
}
