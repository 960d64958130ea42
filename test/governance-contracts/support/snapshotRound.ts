import { encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import {
  type Chain,
  type Governance,
  space,
  votingDelaySec,
  votingPeriodSec,
} from './deployGovernance.ts'
import type { Envelope, Sequencer } from './sequencer.ts'
import { idOf, type ProposalFields, postProposal } from './snapshotClient.ts'

/** A Governor proposal that is open, and the Snapshot proposal that it names. */
export interface Round {
  readonly proposalId: bigint
  readonly snapshotId: Hex
  readonly envelope: Envelope
}

/**
 * Posts a Snapshot proposal with the published client, proposes with it on chain, and waits until the vote is open.
 *
 * @param change Fields of the Snapshot proposal to replace before it is signed.
 */
export async function openRound(
  chain: Chain,
  { governor }: Governance,
  sequencer: Sequencer,
  proposer: PrivateKeyAccount,
  change: Partial<ProposalFields> = {},
): Promise<Round> {
  const { timestamp } = await chain.publicClient.getBlock()
  const now = Number(timestamp)
  const targets = [governor.address]
  const values = [0n]
  const calldatas = [
    encodeFunctionData({
      abi: governor.abi,
      functionName: 'setVotingDelay',
      args: [now % 1_000_000],
    }),
  ]
  const description = `# Change the delay\n\nAt ${now}.#proposer=${proposer.address}`
  const proposalId = await governor.read.getProposalId([
    targets,
    values,
    calldatas,
    keccak256(stringToHex(description)),
  ])
  const fields: ProposalFields = {
    space,
    timestamp: now,
    type: 'basic',
    title: 'Change the delay',
    body: description,
    discussion: 'https://forum.example/delay',
    choices: ['For', 'Against', 'Abstain'],
    labels: ['risk'],
    start: now + votingDelaySec,
    end: now + votingDelaySec + votingPeriodSec - 86_400,
    snapshot: 1,
    plugins: await governor.read.snapshotPlugins([proposalId]),
    app: 'gimbal',
    ...change,
  }
  const envelope = await postProposal(sequencer, proposer, fields)
  const snapshotId = idOf(envelope)
  await chain.testClient.impersonateAccount({ address: proposer.address })
  await chain.testClient.setBalance({ address: proposer.address, value: 10n ** 20n })
  await governor.write.proposeWithSnapshot(
    [
      targets,
      values,
      calldatas,
      description,
      {
        timestamp: BigInt(fields.timestamp),
        votingType: fields.type,
        title: fields.title,
        discussion: fields.discussion,
        labels: fields.labels,
        start: BigInt(fields.start),
        end: BigInt(fields.end),
        snapshot: BigInt(fields.snapshot),
        app: fields.app,
      },
      snapshotId,
    ],
    { account: proposer.address },
  )
  await chain.testClient.increaseTime({ seconds: votingDelaySec + 1 })
  await chain.testClient.mine({ blocks: 1 })
  return { proposalId, snapshotId, envelope }
}

/** A posted vote as the contract takes it: the message without its space and proposal. */
export function toVote({ data: { message } }: Envelope) {
  return {
    from: message.from as Hex,
    timestamp: BigInt(message.timestamp as number),
    choice: message.choice as number,
    reason: message.reason as string,
    app: message.app as string,
    metadata: message.metadata as string,
  }
}
