import { type Address, type PublicClient, pad, zeroAddress } from 'viem'
import { messengerAbi } from '../../../abi/index.ts'

/** The longer of what the portfolio sends: a book's report. */
const PAYLOAD_BYTES = 320

/** What a messenger takes for a message of the portfolio to another chain, wei; 0 without one. */
export async function readMessageFee(
  client: PublicClient,
  messenger: Address,
  chainId: number | undefined,
): Promise<bigint> {
  if (chainId === undefined) return 0n
  const payload = pad('0x', { size: PAYLOAD_BYTES })
  return client.readContract({
    address: messenger,
    abi: messengerAbi,
    functionName: 'quoteFee',
    args: [BigInt(chainId), zeroAddress, payload],
  })
}
