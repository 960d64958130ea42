import snapshot from '@snapshot-labs/snapshot.js'
import type { Address, Hex, LocalAccount } from 'viem'
import type { Envelope, MessageData } from './envelope.ts'

/** The part of an account that signs. */
export type MessageSigner = Pick<LocalAccount, 'address' | 'signTypedData'>

/** Signs a message, for posting to the sequencer. */
export async function signMessage(
  signer: MessageSigner,
  { domain, types, message }: MessageData<{ from: Address; timestamp: number }>,
): Promise<Envelope> {
  const [primaryType = ''] = Object.keys(types)
  const sig = await signer.signTypedData({
    domain,
    types: types as Record<string, { name: string; type: string }[]>,
    primaryType,
    message: { ...message },
  })
  return {
    address: signer.address,
    sig,
    data: {
      domain: { ...domain },
      types: structuredClone(types) as Envelope['data']['types'],
      message: { ...message },
    },
  }
}

/** The id that Snapshot gives to a message, signed or not: its EIP-712 digest. */
export function getSnapshotId({ domain, types, message }: MessageData | Envelope['data']): Hex {
  const data = { domain, types, message } as Parameters<typeof snapshot.utils.getHash>[0]
  return snapshot.utils.getHash(data) as Hex
}

/** Whether a message, which may hold anything, has an id. */
export function hasId(data: MessageData | Envelope['data'], id: Hex): boolean {
  try {
    return getSnapshotId(data) === id
  } catch {
    // Values that do not fit their types have no digest.
    return false
  }
}
