import { snapshotDomain } from '../../snapshot/index.ts'
import { checkAliasMessage } from './checkAliasMessage.ts'
import { checkProposal } from './checkProposal.ts'
import { checkUpdate } from './checkUpdate.ts'
import { checkVote } from './checkVote.ts'
import type { MessageKind } from './messageKind.ts'
import { checkDeletion, checkFlag } from './moderate.ts'
import { pinEnvelope } from './pinEnvelope.ts'
import { Refusal, refuseUnless } from './refusal.ts'
import type { Sequencer } from './sequencer.ts'
import { type ValidMessage, validateEnvelope } from './validateEnvelope.ts'

/** Does what a message asks for. */
type Action = (ipfs: string) => void
type Check = (valid: ValidMessage, sequencer: Sequencer, nowAt: number) => Action | Promise<Action>

const checks: Readonly<Record<MessageKind, Check>> = {
  proposal: checkProposal,
  'update-proposal': checkUpdate,
  'delete-proposal': checkDeletion,
  'flag-proposal': checkFlag,
  vote: checkVote,
  'vote-array': checkVote,
  'vote-string': checkVote,
  alias: checkAliasMessage,
}

/** Takes a posted message, and returns the sequencer's answer. @throws Refusal */
export async function ingest(sequencer: Sequencer, body: unknown) {
  const { inProcess, hasFault } = sequencer
  const text = JSON.stringify(body)
  if (inProcess.has(text) || hasFault('process', body)) {
    throw new Refusal('request already being processed', 425)
  }
  if (hasFault('maintenance', body)) throw new Refusal('update in progress, try later', 503)
  inProcess.add(text)
  try {
    return await take(sequencer, body)
  } finally {
    inProcess.delete(text)
  }
}

async function take(sequencer: Sequencer, body: unknown) {
  const { store, verifyContractSignature, now, relayer, hasFault } = sequencer
  const nowAt = await now()
  const valid = await validateEnvelope(body, store, nowAt, verifyContractSignature)
  const { id, kind, envelope, message, space } = valid
  const act = await checks[kind](valid, withFaults(sequencer, body), nowAt)
  const { address, sig, data } = envelope
  const receipt = await relayer.signMessage({ message: sig })
  refuseUnless(!hasFault('pin', body), 'pinning failed')
  const ipfs = pinEnvelope(store, { address, sig, hash: id, data })
  act(ipfs)
  store.messages.set(id, {
    id,
    mci: store.messages.size + 1,
    ipfs,
    address,
    version: snapshotDomain.version,
    timestamp: message.timestamp,
    space,
    type: kind === 'vote-array' || kind === 'vote-string' ? 'vote' : kind,
    sig,
    receipt,
  })
  return { id, ipfs, relayer: { address: relayer.address, receipt } }
}

/** The sequencer with the services that it asks, which fail where the test says so. */
function withFaults(sequencer: Sequencer, body: unknown): Sequencer {
  const { hasFault, getVotingPower, getBlockNumber } = sequencer
  const failAt = (step: 'power' | 'block') => {
    if (hasFault(step, body)) throw new Error(`a fault at ${step}`)
  }
  return {
    ...sequencer,
    getVotingPower: (...account) => {
      failAt('power')
      return getVotingPower(...account)
    },
    getBlockNumber: (space) => {
      failAt('block')
      return getBlockNumber(space)
    },
  }
}
