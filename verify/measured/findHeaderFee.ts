import { decodeFunctionData, fromRlp, type Hex, hexToBigInt, isAddressEqual, keccak256 } from 'viem'
import { provenReporterAbi } from '../../abi/index.ts'
import type { FeePoint } from '../../observation/proven/index.ts'
import { askNode } from '../askNode.ts'
import type { Evidence } from '../evidence.ts'
import type { Measurement } from '../readUpdates.ts'

/** Where a header's number stands among its fields. */
const NUMBER_FIELD = 8

/** The header that stood in for a kept base fee, if one did. */
export type HeaderFee =
  | { calls: 'another' }
  | {
      calls: 'the reporter'
      /** By the chain's own header of that number; undefined: no header was brought. */
      fee: FeePoint | undefined
    }

/**
 * The header that a transaction brought to a contract of evidence, read from its input. Through another contract the input
 * says nothing.
 *
 * @throws VerifySourceError if the node fails.
 */
export async function findHeaderFee(
  { client, headers }: Pick<Evidence, 'client' | 'headers'>,
  { reporter, transactionHash: hash }: Measurement,
): Promise<HeaderFee> {
  const asked = client.getTransaction({ hash })
  const { to, input } = await askNode(asked, `the transaction ${hash}`)
  if (to === null || !isAddressEqual(to, reporter)) return { calls: 'another' }
  const rlp = decodeHeader(input)
  const number = rlp && readNumber(rlp)
  if (rlp === undefined || number === undefined) return { calls: 'the reporter', fee: undefined }
  const own = headers.find((header) => header.number === number)
  const block =
    own ?? (await askNode(client.getBlock({ blockNumber: number }), `the block ${number}`))
  const isThat = block.hash === keccak256(rlp)
  const baseFeePerGas = isThat ? (block.baseFeePerGas ?? 0n) : 0n
  return { calls: 'the reporter', fee: { baseFeePerGas, blockNumber: number } }
}

function decodeHeader(input: Hex): Hex | undefined {
  try {
    const { functionName, args } = decodeFunctionData({ abi: provenReporterAbi, data: input })
    return functionName === 'pushWithHeader' ? args[1] : undefined
  } catch {
    // Of no function of a reporter: of a checker, which takes no header.
    return undefined
  }
}

function readNumber(rlp: Hex): bigint | undefined {
  try {
    const field = (fromRlp(rlp, 'hex') as readonly Hex[])[NUMBER_FIELD]
    return field === undefined ? undefined : hexToBigInt(field)
  } catch {
    // The contract took it, so it is a header; a node may tell another input.
    return undefined
  }
}
