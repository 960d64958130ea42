import type { LocalAccount } from 'viem'
import { HalfProposedError } from '../../client/errors.ts'
import { formatUtc } from '../../client/formatUtc.ts'
import { findLastMoment, planOnSnapshot } from '../../client/proposing/planOnSnapshot.ts'
import { rehearseCall, tryCall } from '../../client/rehearseCall.ts'
import { sendCall } from '../../client/sendCall.ts'
import type { Proposal } from '../../governance/index.ts'
import { signMessage } from '../../snapshot/index.ts'
import type { NetworkFlags } from '../network/readNetwork.ts'
import type { Proposed } from './describeProposed.ts'
import { formatCommand } from './formatCommand.ts'
import { openHub } from './openHub.ts'
import { isSent, type Session, type SigningFlags } from './session.ts'

interface Options {
  /** Where the draft was read from; the command that continues names it. */
  draft: string
  /** Likewise the backtest's result: without it, the description would be another one. */
  backtest: string | undefined
  title: string
  proposal: Proposal
  via: string
  flags: NetworkFlags & SigningFlags
}

/**
 * Posts a proposal to Snapshot, and, for both, makes the Governor's that takes the votes there. Both steps are rehearsed
 * before the first is done, and one that was posted before is taken up.
 *
 * @throws SnapshotProposalRefusedError if Snapshot would refuse it; CallRefusedError if the Governor would;
 *   InsufficientEtherError if the account cannot pay the second step; HalfProposedError if that fails after the first.
 */
export async function proposeOnSnapshot(
  { client, network }: Session,
  account: LocalAccount,
  { draft, backtest, title, proposal, via, flags }: Options,
): Promise<Proposed> {
  const { governor } = network.addresses
  const hub = openHub(network)
  const { plan, wasPosted } = await planOnSnapshot(client, hub, governor, account.address, {
    title,
    proposal,
  })
  // A proposal that the Governor would refuse must not be posted to Snapshot either.
  await (via === 'both' ? rehearseCall : tryCall)(client, account.address, plan.call)
  const { proposalId, snapshotProposalId } = plan
  const ids = { proposalId, snapshotProposalId }
  if (!isSent(flags)) {
    return { ...ids, snapshot: wasPosted ? 'there already' : 'tried', transactionHash: undefined }
  }
  if (!wasPosted) await hub.post(await signMessage(account, plan.data))
  const snapshot = wasPosted ? 'there already' : 'posted'
  if (via === 'snapshot') return { ...ids, snapshot, transactionHash: undefined }
  try {
    const transactionHash = await sendCall(client, network.rpcUrl, account, plan.call)
    return { ...ids, snapshot, transactionHash }
  } catch (cause) {
    const bound = backtest === undefined ? [] : ['--backtest', backtest]
    const command = formatCommand(['propose', draft, ...bound, '--via', 'both', '--yes'], flags)
    const until = formatUtc(findLastMoment(plan))
    throw new HalfProposedError(snapshotProposalId, (cause as Error).message, command, until, {
      cause,
    })
  }
}
