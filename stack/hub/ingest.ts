import type { LocalAccount } from 'viem'
import { snapshotDomain } from '../../snapshot/index.ts'
import { checkProposal } from './checkProposal.ts'
import { checkVote } from './checkVote.ts'
import { keepVote } from './keepVote.ts'
import { pinEnvelope } from './pinEnvelope.ts'
import type { Store } from './store.ts'
import { type VerifyContractSignature, validateEnvelope } from './validateEnvelope.ts'
import type { GetVotingPower } from './votingPower.ts'

/** What a sequencer needs besides what it knows. */
export interface Sequencer {
  store: Store
  getVotingPower: GetVotingPower
  verifyContractSignature: VerifyContractSignature | undefined
  /** Unix seconds. */
  now: () => number | Promise<number>
  /** Signs the receipts. */
  relayer: LocalAccount
}

/** Takes a posted message, and returns the sequencer's answer. @throws Refusal */
export async function ingest(sequencer: Sequencer, body: unknown) {
  const { store, getVotingPower, verifyContractSignature, now, relayer } = sequencer
  const nowAt = await now()
  const valid = await validateEnvelope(body, store, nowAt, verifyContractSignature)
  const { id, kind, envelope, message } = valid
  const { address, sig, data } = envelope
  const receipt = await relayer.signMessage({ message: sig })
  const pin = () => pinEnvelope(store, { address, sig, hash: id, data })
  let ipfs: string
  if (kind === 'vote') {
    const vote = await checkVote(valid, store, nowAt, getVotingPower)
    ipfs = pin()
    keepVote(store, { ...vote, ipfs })
  } else {
    const proposal = await checkProposal(valid, store, nowAt, getVotingPower)
    ipfs = pin()
    store.proposals.set(id, { ...proposal, ipfs })
  }
  const { timestamp, space } = message
  const { version } = snapshotDomain
  const row = { id, ipfs, address, version, timestamp, space, type: kind, sig, receipt }
  store.messages.set(id, row)
  return { id, ipfs, relayer: { address: relayer.address, receipt } }
}
