import snapshot from '@snapshot-labs/snapshot.js'
import type { Address, Hex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { Envelope, Sequencer } from './sequencer.ts'

/** The fields of a vote that tests set; the client fills in the rest. */
export interface VoteFields {
  readonly space: string
  readonly proposal: string
  readonly timestamp: number
  readonly choice: number
  readonly type?: 'basic' | 'single-choice' | 'weighted'
  readonly reason?: string
  readonly app?: string
  readonly metadata?: string
  readonly from?: string
}

/** The fields of a proposal that the contract lets its author choose, beside those that it fixes. */
export interface ProposalFields {
  readonly space: string
  readonly timestamp: number
  readonly type: 'basic' | 'single-choice'
  readonly title: string
  readonly body: string
  readonly discussion: string
  readonly choices: string[]
  readonly labels: string[]
  readonly start: number
  readonly end: number
  readonly snapshot: number
  readonly plugins: string
  readonly app: string
}

type Web3 = Parameters<InstanceType<typeof snapshot.Client712>['vote']>[0]

/** Signs and posts with the published client, and returns what it posted. `address` is whom it signs for. */
export async function postVote(
  sequencer: Sequencer,
  account: PrivateKeyAccount,
  fields: VoteFields,
  address: Address = account.address,
): Promise<Envelope> {
  const client = new snapshot.Client712(sequencer.url)
  await client.vote(asWeb3(account), address, { type: 'basic', ...fields })
  return sequencer.last()
}

export async function postProposal(
  sequencer: Sequencer,
  account: PrivateKeyAccount,
  fields: ProposalFields,
): Promise<Envelope> {
  const client = new snapshot.Client712(sequencer.url)
  await client.proposal(asWeb3(account), account.address, { ...fields })
  return sequencer.last()
}

/** The id that Snapshot gives to a message. */
export function idOf(envelope: Envelope): Hex {
  return snapshot.utils.getHash(envelope.data) as Hex
}

/** The client wants an ethers signer; it uses one method of it. */
function asWeb3(account: PrivateKeyAccount): Web3 {
  return {
    _signTypedData(
      domain: Envelope['data']['domain'],
      types: Envelope['data']['types'],
      message: Envelope['data']['message'],
    ) {
      const primaryType = Object.keys(types)[0] as string
      return account.signTypedData({ domain, types, primaryType, message })
    },
  } as unknown as Web3
}
