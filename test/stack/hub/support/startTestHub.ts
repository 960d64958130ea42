import { type Address, parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import {
  createHubClient,
  createSnapshotProposal,
  createSpaceSettings,
  createVote,
  type HubClientOptions,
  type MessageSigner,
  type SnapshotProposalFields,
  type SnapshotVoteFields,
  signMessage,
} from '../../../../snapshot/index.ts'
import { type HubOptions, startHub } from '../../../../stack/hub/startHub.ts'

export const space = 'gimbal.eth'
export const START_AT = 1_750_000_000
export const DELAY_SEC = 600
export const PERIOD_SEC = 86_400

/** The account with the private key of this number, from 1. */
export const accountAt = (number: number) =>
  privateKeyToAccount(`0x${number.toString(16).padStart(64, '0')}`)
export const author = accountAt(1)
/** Has no votes. */
export const stranger = accountAt(99)

export const settings = createSpaceSettings({
  name: 'Gimbal',
  chainId: 1,
  token: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  symbol: 'GMB',
  votingDelaySec: DELAY_SEC,
  votingPeriodSec: PERIOD_SEC,
  minScore: 10,
  admins: [],
})

/** A hub whose clock the test sets, where everyone but the stranger has 10 votes, with a client. */
export async function startTestHub(change: Partial<HubOptions> = {}) {
  const clock = { nowAt: START_AT }
  const hub = await startHub({
    spaces: { [space]: settings },
    getVotingPower: (address: Address) => (address === stranger.address ? 0n : parseEther('10')),
    getBlockNumber: () => 1_000,
    now: () => clock.nowAt,
    ...change,
  })
  const createClient = (options: Partial<HubClientOptions> = {}) =>
    createHubClient({ ...hub, retries: 0, ...options })
  const client = createClient()

  const signProposal = (
    fields: Partial<SnapshotProposalFields> = {},
    signer: MessageSigner = author,
  ) => signMessage(signer, createProposal({ from: signer.address, ...fields }))
  const signPrivateProposal = () => {
    const data = createProposal()
    const message = { ...data.message, privacy: 'shutter' }
    return signMessage(author, { ...data, message })
  }
  const signVote = (
    fields: Pick<SnapshotVoteFields, 'proposal'> & Partial<SnapshotVoteFields>,
    signer: MessageSigner = author,
  ) => {
    const defaults = { from: signer.address, space, timestamp: clock.nowAt, choice: 1 }
    return signMessage(signer, createVote({ ...defaults, ...fields }))
  }

  const post = (body: unknown) =>
    fetch(hub.sequencerUrl, { method: 'POST', body: JSON.stringify(body) })

  return {
    hub,
    client,
    /** Posts anything. */
    post,
    /** Posts anything, and returns why the sequencer refuses it; with the status where it is not 400. */
    async refusalOf(body: unknown): Promise<string> {
      const response = await post(body)
      const answer = await response.json()
      const refusal = `${response.status} ${answer.error}: ${answer.error_description}`
      return refusal.replace(/^400 client_error: /, '')
    },
    /** Asks the hub for rows, with a status and an answer that nothing has checked. */
    async query(document: string, headers: Record<string, string> = {}) {
      const body = JSON.stringify({ query: `{ ${document} }` })
      const response = await fetch(hub.hubUrl, { method: 'POST', body, headers })
      return { status: response.status, headers: response.headers, ...(await response.json()) }
    },
    createClient,
    clock,
    signProposal,
    signPrivateProposal,
    signVote,
    /** A proposal of the author, and the clock in the middle of its vote. */
    async openVote() {
      const { id } = await client.post(await signProposal())
      clock.nowAt = START_AT + DELAY_SEC + 100
      return id
    },
  }
}

export function createProposal(fields: Partial<SnapshotProposalFields> = {}) {
  return createSnapshotProposal({
    from: author.address,
    space,
    timestamp: START_AT,
    type: 'basic',
    title: 'Larger',
    body: '# Larger',
    discussion: 'https://forum.example/larger',
    labels: ['risk'],
    start: START_AT + DELAY_SEC,
    end: START_AT + DELAY_SEC + PERIOD_SEC,
    snapshot: 7,
    plugins: '{"gimbal":{}}',
    app: 'gimbal',
    ...fields,
  })
}
