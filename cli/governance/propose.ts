import type { LocalAccount } from 'viem'
import { compareDocument } from '../../client/chains/compareDocument.ts'
import { countHistory, readChain } from '../../client/chains/readChain.ts'
import { toProposalContracts } from '../../client/network/proposalContracts.ts'
import { planProposal, requireNew } from '../../client/proposing/planProposal.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import {
  completeDraft,
  encodeProposal,
  formatDocument,
  hashDocument,
  isRemote,
  type Proposal,
  readDraft,
  sayElsewhere,
} from '../../governance/index.ts'
import { printText } from '../io/print.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import { bindBacktest } from './bindBacktest.ts'
import { describeProposed, type Proposed } from './describeProposed.ts'
import { proposeOnSnapshot } from './proposeOnSnapshot.ts'
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
    const { riskParameters, governor } = network.addresses
    const { markets } = await readMarkets(client, riskParameters, network.startBlock)
    const now = await readChain(client, network.chainId)
    const contracts = toProposalContracts(network)
    const chains = contracts.remote?.chains ?? []
    const document = completeDraft(readDraft(text), markets, countHistory(now), chains)
    const bound = await bindBacktest(backtest, document, markets)
    const account = await openSigner(flags)
    const { backtestHash } = bound
    const proposal = encodeProposal(document, contracts, { backtestHash })
    const proposalId = await requireNew(client, governor, account.address, proposal)
    const documentHash = hashDocument(document)
    const chain = compareDocument(document, markets, now)
    // Before anything is signed.
    const shown = [
      formatDocument(document),
      ...document.changes.flatMap((change, index) =>
        isRemote(change)
          ? sayElsewhere(index, chains.find(({ chainId }) => chainId === change.chainId) ?? change)
          : [],
      ),
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
        : await proposeOnSnapshot(session, account, {
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

async function proposeOnChain(
  session: Session,
  account: LocalAccount,
  proposalId: bigint,
  proposal: Proposal,
  flags: SigningFlags,
): Promise<Proposed> {
  const call = planProposal(session.network.addresses.governor, account.address, proposal)
  return { proposalId, transactionHash: await trySend(session, account, call, flags) }
}
