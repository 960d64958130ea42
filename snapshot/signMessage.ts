import { type Address, type Hex, hashTypedData, type LocalAccount } from 'viem'
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

/**
 * The id that Snapshot gives to a message, signed or not: its EIP-712 digest, as `getHash` of Snapshot's package computes it.
 * That package compiles code at run time, which a page's content security policy refuses; tests hold the two together.
 *
 * @throws TypeError, or what viem throws, for a message without a digest.
 */
export function getSnapshotId({ domain, types, message }: MessageData | Envelope['data']): Hex {
  const [primaryType, ...others] = Object.keys(types)
  if (primaryType === undefined || others.length > 0 || primaryType === 'EIP712Domain') {
    throw new TypeError('a message of Snapshot has one type')
  }
  // In UTF-8 a half of a pair becomes another character: two messages would have one digest.
  const texts = Object.values(message)
    .flat()
    .filter((value) => typeof value === 'string')
  if (!texts.every((text) => text.isWellFormed())) {
    throw new TypeError('a text of the message is no Unicode')
  }
  const ownTypes = types as Record<string, { name: string; type: string }[]>
  return hashTypedData({ domain, types: ownTypes, primaryType, message: { ...message } })
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
