import { type Address, type Hex, isAddressEqual, recoverAddress } from 'viem'
import { type Envelope, getSnapshotId, snapshotDomain } from '../../snapshot/index.ts'
import { envelopeFormat } from './envelopeFormat.ts'
import { findMessageKind, type MessageKind } from './messageKind.ts'
import { refuseUnless } from './refusal.ts'
import { isAlias, readSettings, type Store } from './store.ts'

const MAX_ENVELOPE_CHARACTERS = 100_000
const MAX_AHEAD_SEC = 300
const MAX_AGE_SEC = 6 * 86_400

/** Whether a contract account takes a signature: ERC-1271. */
export type VerifyContractSignature = (
  address: Address,
  hash: Hex,
  signature: Hex,
) => boolean | Promise<boolean>

/** A message whose signature is good. */
export interface ValidMessage {
  id: Hex
  kind: MessageKind
  /** Without the type of the domain. */
  envelope: Envelope
  message: Envelope['data']['message']
  /** As it was signed; empty for an alias, which is for every space. */
  space: string
}

/**
 * Checks all that is the same for every message, in the sequencer's order. Source: snapshot-sequencer,
 * src/ingestor.ts.
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
  refuseUnless(envelopeFormat.safeParse(body).success, 'wrong envelope format')
  refuseUnless(JSON.stringify(body).length <= MAX_ENVELOPE_CHARACTERS, 'too large message')
  const envelope = withoutDomainType(body as Envelope)
  const { domain, types, message } = envelope.data
  checkTime(message.timestamp, nowAt)
  const hasSpaces = String(message.proposal ?? '').includes(' ')
  refuseUnless(!hasSpaces, 'proposal cannot contain whitespace')
  refuseUnless(
    domain.name === snapshotDomain.name && domain.version === snapshotDomain.version,
    'wrong domain',
  )
  const kind = findMessageKind(types)
  refuseUnless(kind !== undefined, 'wrong types')
  const space = kind === 'alias' ? '' : String(message.space ?? '')
  if (kind !== 'alias') readSettings(store, space)
  checkAlias(kind, envelope, store, nowAt)
  const id = await verifySignature(envelope, verifyContractSignature)
  refuseUnless(id !== undefined, 'signature validation failed')
  refuseUnless(!store.messages.has(id), 'duplicate message')
  return { id, kind, envelope, message, space }
}

function withoutDomainType(envelope: Envelope): Envelope {
  const { EIP712Domain: _, ...types } = envelope.data.types
  return { ...envelope, data: { ...envelope.data, types } }
}

function checkTime(timestamp: number, nowAt: number): void {
  const isNear = timestamp <= nowAt + MAX_AHEAD_SEC && timestamp >= nowAt - MAX_AGE_SEC
  refuseUnless(isNear, 'wrong timestamp')
}

// The space's setting `aliased` has no part in it.
function checkAlias(kind: MessageKind, envelope: Envelope, store: Store, nowAt: number): void {
  const { address: alias, data } = envelope
  const { from: address } = data.message
  if (alias === address) return
  refuseUnless(kind !== 'alias', `alias not allowed for the type: ${kind}`)
  refuseUnless(isAlias(store, { address, alias }, nowAt), 'wrong alias')
}

/** The message's id if its signature is good. */
async function verifySignature(
  { address, sig, data }: Envelope,
  verifyContractSignature: VerifyContractSignature | undefined,
): Promise<Hex | undefined> {
  try {
    const hash = getSnapshotId(data)
    if (await isSignedByKey(address, hash, sig)) return hash
    return (await verifyContractSignature?.(address, hash, sig)) ? hash : undefined
  } catch {
    // A value out of its type's range, or a contract that does not answer.
    return undefined
  }
}

async function isSignedByKey(address: Address, hash: Hex, signature: Hex): Promise<boolean> {
  try {
    return isAddressEqual(await recoverAddress({ hash, signature }), address)
  } catch {
    return false
  }
}
