import type { Address, Hex, PublicClient } from 'viem'
import type { Call } from '../../submit/context.ts'

/** A message that a messenger has left for another chain, and the transaction that did it. */
export interface SentMessage {
  /** As IMessenger names it, on both chains. */
  messageId: Hex
  sourceChainId: number
  /** Where it goes. */
  chainId: number
  /** The messenger that sent it, on the source chain. */
  messenger: Address
  sender: Address
  receiver: Address
  nonce: bigint
  payload: Hex
  transactionHash: Hex
  blockNumber: bigint
}

/**
 * Names a message among all of all bridges: two messengers that are given the same at the same nonce give it the same id.
 */
export function nameMessage({
  messenger,
  messageId,
}: Pick<SentMessage, 'messenger' | 'messageId'>): string {
  return `${messageId} by ${messenger.toLowerCase()}`
}

/** A chain as a bridge asks it. */
export interface BridgeEnd {
  chainId: number
  /** Of this bridge, on this chain. */
  messenger: Address
  /** What its endpoints agree on. */
  ask<Answer>(what: string, ask: (client: PublicClient) => Promise<Answer>): Promise<Answer>
}

export interface Ends {
  source: BridgeEnd
  destination: BridgeEnd
}

/** Which message the signers of a bridge are asked about. They look it up on the source chain for themselves. */
export interface AttestationRequest {
  bridge: string
  messageId: Hex
  sourceChainId: number
  chainId: number
  transactionHash: Hex
}

/** What the signers of a bridge say: their proof, in the bridge's own form, or why there is none yet. */
export type Attestation = { proof: Hex } | { pending: string }

/** Where the proofs of messages come from. */
export interface Attestor {
  /** @throws if it cannot be asked; that, and `pending`, is asked again later. */
  attest(request: AttestationRequest): Promise<Attestation>
}

/** What has to be done next on the destination, or why nothing can be. */
type Delivery =
  | { type: 'call'; step: 'approve' | 'deliver'; call: Call }
  | { type: 'pending'; detail: string }

/** One bridge, as the relayer needs it. Another bridge takes one file with one of these. */
export interface Bridge {
  name: string
  /**
   * Whether the destination has taken the message.
   *
   * @param blockNumber - As of that block of the destination; undefined: the latest.
   */
  isDelivered(message: SentMessage, ends: Ends, blockNumber?: bigint): Promise<boolean>
  /** The next call of a delivery; a bridge that takes two is asked twice. */
  findCall(message: SentMessage, ends: Ends, attestor: Attestor): Promise<Delivery>
}

/** The message is not where its transaction is said to be: the source chain has moved on. */
export class MessageGoneError extends Error {
  constructor({ messageId, transactionHash }: Pick<SentMessage, 'messageId' | 'transactionHash'>) {
    super(`the transaction ${transactionHash} has not sent the message ${messageId}`)
  }
}
