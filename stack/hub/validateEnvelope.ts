import { type Address, type Hex, isAddressEqual, verifyTypedData } from 'viem'
import {
  type Envelope,
  envelopeSchema,
  getSnapshotId,
  proposalTypes,
  snapshotDomain,
  voteTypes,
} from '../../snapshot/index.ts'
import { refuseUnless } from './refusal.ts'
import type { Store } from './store.ts'

const MAX_ENVELOPE_CHARACTERS = 100_000
const MAX_AHEAD_SEC = 300
const MAX_AGE_SEC = 3 * 86_400

/** Whether a contract account takes a signature: ERC-1271. */
export type VerifyContractSignature = (
  address: Address,
  hash: Hex,
  signature: Hex,
) => boolean | Promise<boolean>

/** A message whose signature is good. */
export interface ValidMessage {
  id: Hex
  kind: 'vote' | 'proposal'
  envelope: Envelope
  message: Envelope['data']['message'] & { space: string }
}

/**
 * Checks all that is the same for every message, in the sequencer's order. Its kinds are proposals, and votes for one
 * choice. Source: snapshot-sequencer, src/ingestor.ts.
 *
 * @param nowAt Unix seconds.
 * @throws Refusal
 */
export async function validateEnvelope(
  body: unknown,
  store: Store,
  nowAt: number,
  verifyContractSignature: VerifyContractSignature | undefined,
): Promise<ValidMessage> {
  const { data: envelope } = envelopeSchema.safeParse(body)
  refuseUnless(envelope !== undefined, 'wrong envelope format')
  const { domain, types, message } = envelope.data
  refuseUnless(JSON.stringify(body).length <= MAX_ENVELOPE_CHARACTERS, 'too large message')
  const { timestamp } = message
  refuseUnless(
    timestamp <= nowAt + MAX_AHEAD_SEC && timestamp >= nowAt - MAX_AGE_SEC,
    'wrong timestamp',
  )
  refuseUnless(
    domain.name === snapshotDomain.name && domain.version === snapshotDomain.version,
    'wrong domain',
  )
  const kind = findKind(types)
  refuseUnless(kind !== undefined, 'wrong types')
  const { space } = message
  refuseUnless(typeof space === 'string' && Object.hasOwn(store.spaces, space), 'unknown space')
  refuseUnless(isAddressEqual(envelope.address, message.from), 'alias not enabled')
  const isSigned = await verifySignature(envelope, verifyContractSignature)
  refuseUnless(isSigned, 'signature validation failed')
  const id = getSnapshotId(envelope.data)
  refuseUnless(!store.messages.has(id), 'duplicate message')
  return { id, kind, envelope, message: { ...message, space } }
}

// As the sequencer does: the order of fields and keys counts.
function findKind({ EIP712Domain: _, ...types }: Envelope['data']['types']) {
  const text = JSON.stringify(types)
  if (text === JSON.stringify(voteTypes)) return 'vote'
  return text === JSON.stringify(proposalTypes) ? 'proposal' : undefined
}

async function verifySignature(
  { address, sig, data }: Envelope,
  verifyContractSignature: VerifyContractSignature | undefined,
): Promise<boolean> {
  try {
    const { EIP712Domain: _, ...types } = data.types
    const [primaryType = ''] = Object.keys(types)
    const { domain, message } = data
    const typedData = { domain, types, primaryType, message, address, signature: sig }
    if (await verifyTypedData(typedData)) return true
  } catch {
    // Neither a signature of an account nor a value out of its type's range: a contract may still take it.
  }
  try {
    return (await verifyContractSignature?.(address, getSnapshotId(data), sig)) ?? false
  } catch {
    return false
  }
}
