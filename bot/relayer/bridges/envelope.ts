import { encodeAbiParameters, type Hex } from 'viem'
import type { SentMessage } from './bridge.ts'

/** What a messenger hands to its bridge: contracts/bridge/Messenger.sol. */
export function encodeEnvelope({ nonce, sender, receiver, payload }: SentMessage): Hex {
  return encodeAbiParameters(
    [{ type: 'uint64' }, { type: 'address' }, { type: 'address' }, { type: 'bytes' }],
    [nonce, sender, receiver, payload],
  )
}
