import { type Hex, keccak256, type LocalAccount, toHex } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import {
  completeDraft,
  describeForProposer,
  encodeProposal,
  formatDocument,
  hashDocument,
  type Proposal,
  readDraft,
} from '../../governance/index.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import type { proposeOnSnapshot as ProposeOnSnapshot } from './proposeOnSnapshot.ts'
import {
  describeSending,
  governanceArgs,
  openSession,
  openSigner,
  report,
  type Session,
  type SigningFlags,
  signingArgs,
  trySend,
} from './session.ts'

/** `gimbal propose`: a draft becomes a proposal of the Governor. */
export const proposeCommand = defineCommand({
  meta: {
    name: 'propose',
    description: 'Complete a draft, show it, and propose it (--yes)',
    examples: [
      'gimbal propose docs/examples/calm-bands.yaml',
      'gimbal propose docs/examples/calm-bands.yaml --yes --keystore voter.json',
      'gimbal propose docs/examples/calm-bands.yaml --via both --yes',
    ],
    keyHelp: signingKeyHelp,
  },
  args: {
    draft: {
      type: 'positional',
      required: false,
      description: 'A draft, YAML or JSON; - reads it',
    },
    via: {
      type: 'enum',
      options: ['governor', 'snapshot', 'both'],
      default: 'governor',
      description:
        'both: on Snapshot too, whose votes then count at the Governor; snapshot: only there, to hear opinions',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ draft, via, json, ...flags }) {
    const text = await readArgumentFile('draft', draft)
    const session = await openSession(flags)
    const { network, client } = session
    const { riskParameters } = network.addresses
    const { markets, model } = await readMarkets(client, riskParameters, network.startBlock)
    const document = completeDraft(readDraft(text), markets, model)
    const account = await openSigner(flags)
    const proposal = encodeProposal(document, { riskParameters })
    const { proposalId, snapshotProposalId, transactionHash } =
      via === 'governor'
        ? await proposeOnChain(session, account, proposal, flags)
        : await proposeOnSnapshotLazily(session, account, document.title, proposal, via, flags)
    const documentHash = hashDocument(document)
    await report(
      json,
      [
        formatDocument(document),
        `Document ${documentHash}`,
        `Proposal ${proposalId}`,
        ...(snapshotProposalId === undefined ? [] : [`On Snapshot ${snapshotProposalId}`]),
        describeSending(transactionHash),
      ],
      {
        proposalId,
        snapshotProposalId,
        documentHash,
        transactionHash,
        document: formatDocument(document),
      },
    )
    return exitCodes.ok
  },
})

export interface Proposed {
  proposalId: bigint
  snapshotProposalId?: Hex
  transactionHash: string | undefined
}

async function proposeOnChain(
  session: Session,
  account: LocalAccount,
  { targets, values, calldatas, description: text }: Proposal,
  flags: SigningFlags,
): Promise<Proposed> {
  const { governor: address } = session.network.addresses
  const description = describeForProposer(text, account.address)
  const proposalId = await session.client.readContract({
    address,
    abi: governorAbi,
    functionName: 'getProposalId',
    args: [targets, values, calldatas, keccak256(toHex(description))],
  })
  const args = [targets, values, calldatas, description]
  const call = { address, abi: governorAbi, functionName: 'propose', args }
  return { proposalId, transactionHash: await trySend(session, account, call, flags) }
}

// Only here: Snapshot's package takes a second to load, which no other command has a use for.
async function proposeOnSnapshotLazily(
  ...args: Parameters<typeof ProposeOnSnapshot>
): Promise<Proposed> {
  const { proposeOnSnapshot } = await import('./proposeOnSnapshot.ts')
  return proposeOnSnapshot(...args)
}
