import { type Address, keccak256, type LocalAccount, toHex } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { countHistory, readChain } from '../../client/chains/readChain.ts'
import { describeStanding } from '../../client/describeStanding.ts'
import { ProposalNotFoundError, ProposalStateError } from '../../client/errors.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import { readVoting } from '../../client/readVoting.ts'
import {
  completeDraft,
  describeForProposer,
  encodeProposal,
  formatDocument,
  hashDocument,
  type Proposal,
  readDraft,
} from '../../governance/index.ts'
import { printText } from '../io/print.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import { bindBacktest } from './bindBacktest.ts'
import { compareDocument } from './compareDocument.ts'
import { describeProposed, type Proposed } from './describeProposed.ts'
import type { proposeOnSnapshot as ProposeOnSnapshot } from './proposeOnSnapshot.ts'
import {
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
      'gimbal propose governance/examples/calm-bands.yaml',
      'gimbal propose governance/examples/calm-bands.yaml --yes --keystore voter.json',
      'gimbal propose governance/examples/calm-bands.yaml --via both --yes',
      'gimbal propose governance/examples/calm-bands.yaml --backtest result/result.json --yes',
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
        'both: also on Snapshot, and votes there count at the Governor; snapshot: only there, as a poll',
    },
    backtest: {
      type: 'string',
      valueHint: 'RESULT',
      description: 'A result.json of this draft, whose hash the description then names',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ draft, via, backtest, json, ...flags }) {
    const text = await readArgumentFile('draft', draft)
    const session = await openSession(flags)
    const { network, client } = session
    const { riskParameters } = network.addresses
    const { markets } = await readMarkets(client, riskParameters, network.startBlock)
    const now = await readChain(client, network.chainId)
    const document = completeDraft(readDraft(text), markets, countHistory(now))
    const bound = await bindBacktest(backtest, document, markets)
    const account = await openSigner(flags)
    const { backtestHash } = bound
    const proposal = encodeProposal(document, { riskParameters }, { backtestHash })
    const proposalId = await requireNew(session, account.address, proposal)
    const documentHash = hashDocument(document)
    const chain = compareDocument(document, markets, now)
    // Before anything is signed.
    const shown = [
      formatDocument(document),
      `Document ${documentHash}`,
      `Proposal ${proposalId}`,
      ...bound.notes,
      ...chain.notes,
      ...chain.warnings.map((warning) => `!! ${warning}`),
    ]
    if (!json) await printText(shown.join('\n'))
    const { title } = document
    const proposed =
      via === 'governor'
        ? await proposeOnChain(session, account, proposalId, proposal, flags)
        : await proposeOnSnapshotLazily(session, account, {
            draft: draft ?? '-',
            backtest,
            title,
            proposal,
            via,
            flags,
          })
    await report(json, describeProposed(proposed, via), {
      proposalId,
      snapshotProposalId: proposed.snapshotProposalId,
      snapshot: proposed.snapshot,
      documentHash,
      backtestHash,
      transactionHash: proposed.transactionHash,
      document: formatDocument(document),
      ...chain,
    })
    return exitCodes.ok
  },
})

/** The id that the Governor gives to a proposal. @throws ProposalStateError if it has it already. */
async function requireNew(
  { client, network }: Session,
  proposer: Address,
  { targets, values, calldatas, description: text }: Proposal,
): Promise<bigint> {
  const { governor } = network.addresses
  const description = describeForProposer(text, proposer)
  const proposalId = await client.readContract({
    address: governor,
    abi: governorAbi,
    functionName: 'getProposalId',
    args: [targets, values, calldatas, keccak256(toHex(description))],
  })
  try {
    const voting = await readVoting(client, governor, proposalId)
    throw new ProposalStateError(proposalId, describeStanding(voting, 'propose'))
  } catch (error) {
    if (error instanceof ProposalNotFoundError) return proposalId
    throw error
  }
}

async function proposeOnChain(
  session: Session,
  account: LocalAccount,
  proposalId: bigint,
  { targets, values, calldatas, description: text }: Proposal,
  flags: SigningFlags,
): Promise<Proposed> {
  const { governor: address } = session.network.addresses
  const args = [targets, values, calldatas, describeForProposer(text, account.address)]
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
