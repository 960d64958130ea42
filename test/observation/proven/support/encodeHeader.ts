import { type Block, type Hex, numberToHex, toRlp } from 'viem'

/** A block's header as it is hashed, of a chain since Prague. */
export function encodeHeader(block: Block<bigint, false>): Hex {
  const { parentBeaconBlockRoot } = block
  const { requestsHash } = block as unknown as { requestsHash: Hex }
  return toRlp([
    block.parentHash,
    block.sha3Uncles,
    block.miner,
    block.stateRoot,
    block.transactionsRoot,
    block.receiptsRoot,
    block.logsBloom as Hex,
    toInteger(block.difficulty),
    toInteger(block.number),
    toInteger(block.gasLimit),
    toInteger(block.gasUsed),
    toInteger(block.timestamp),
    block.extraData,
    block.mixHash,
    block.nonce as Hex,
    toInteger(block.baseFeePerGas),
    block.withdrawalsRoot as Hex,
    toInteger(block.blobGasUsed),
    toInteger(block.excessBlobGas),
    parentBeaconBlockRoot as Hex,
    requestsHash,
  ])
}

function toInteger(value: bigint | null): Hex {
  return value === null || value === 0n ? '0x' : evenHex(numberToHex(value))
}

function evenHex(hex: Hex): Hex {
  return hex.length % 2 === 0 ? hex : `0x0${hex.slice(2)}`
}
