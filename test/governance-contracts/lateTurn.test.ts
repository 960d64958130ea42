import { parseEther, parseEventLogs } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Chain,
  connect,
  deployGovernance,
  type Governance,
  space,
} from './support/deployGovernance.ts'
import { type Sequencer, startSequencer } from './support/sequencer.ts'
import { postVote } from './support/snapshotClient.ts'
import { openRound, type Round, toVote } from './support/snapshotRound.ts'

const EXTENSION_SEC = 86_400n
/** By their number on Snapshot. */
const choice = { inFavour: 1, against: 2, abstain: 3 } as const
/** The contract's enum. */
const state = { active: 1, defeated: 3, succeeded: 4 } as const

const voters = [1, 2, 3].map((i) => privateKeyToAccount(`0x${i.toString(16).padStart(64, '0')}`))
const [large, second, third] = voters as [
  (typeof voters)[0],
  (typeof voters)[0],
  (typeof voters)[0],
]

let chain: Chain
let governance: Governance
let sequencer: Sequencer

beforeAll(async () => {
  chain = await connect()
  sequencer = await startSequencer()
  // The quorum is 40 %, which the first holder makes alone.
  const amounts = ['41', '25', '34'].map((amount) => parseEther(amount))
  const holders = voters.map(({ address }) => address)
  governance = await deployGovernance(chain, holders, amounts)
}, 600_000)

afterAll(async () => {
  await sequencer.close()
  await chain.connection.close()
})

/** Signs with the published client, and delivers in a block of its own at `atSec`. Returns the new deadline, if any. */
async function deliver(
  round: Round,
  account: (typeof voters)[0],
  choiceNumber: number,
  atSec: bigint,
): Promise<bigint | undefined> {
  const { governor } = governance
  const envelope = await postVote(sequencer, account, {
    space,
    proposal: round.snapshotId,
    timestamp: Number(atSec),
    choice: choiceNumber,
  })
  await chain.testClient.setNextBlockTimestamp({ timestamp: atSec })
  const hash = await governor.write.castVotesBySnapshotSig([
    round.proposalId,
    [toVote(envelope)],
    [envelope.sig],
  ])
  const { logs } = await chain.publicClient.waitForTransactionReceipt({ hash })
  const [extended] = parseEventLogs({ abi: governor.abi, eventName: 'ProposalExtended', logs })
  return extended?.args.extendedDeadline
}

async function deadlineOf(round: Round): Promise<bigint> {
  return await governance.governor.read.proposalDeadline([round.proposalId])
}

async function stateAfter(round: Round): Promise<number> {
  await chain.testClient.setNextBlockTimestamp({ timestamp: (await deadlineOf(round)) + 1n })
  await chain.testClient.mine({ blocks: 1 })
  return await governance.governor.read.state([round.proposalId])
}

describe('a holder of 41 %', () => {
  it('behavior: late turn by abstaining, by a newer vote of the published client', async () => {
    const round = await openRound(chain, governance, sequencer, large)
    const deadline = await deadlineOf(round)
    expect(await deliver(round, large, choice.abstain, deadline - 300_000n)).toBeUndefined()
    const extended = await deliver(round, large, choice.inFavour, deadline)
    expect(extended).toBe(deadline + EXTENSION_SEC)
    expect(await deadlineOf(round)).toBe(deadline + EXTENSION_SEC)

    // Those who took it for lost have a day to answer, which turns the outcome again.
    await deliver(round, second, choice.against, deadline + 1n)
    const again = await deliver(round, third, choice.against, deadline + EXTENSION_SEC)
    expect(again).toBe(deadline + 2n * EXTENSION_SEC)
    expect(await stateAfter(round)).toBe(state.defeated)
  })

  it('behavior: late turn by abstaining, the majority comes late by another', async () => {
    const round = await openRound(chain, governance, sequencer, large)
    const deadline = await deadlineOf(round)
    await deliver(round, large, choice.abstain, deadline - 300_000n)
    expect(await deliver(round, second, choice.inFavour, deadline)).toBe(deadline + EXTENSION_SEC)
    await chain.testClient.setNextBlockTimestamp({ timestamp: deadline + 1n })
    await chain.testClient.mine({ blocks: 1 })
    expect(await governance.governor.read.state([round.proposalId])).toBe(state.active)
    expect(await stateAfter(round)).toBe(state.succeeded)
  })

  it('behavior: an early turn extends nothing', async () => {
    const round = await openRound(chain, governance, sequencer, large)
    const deadline = await deadlineOf(round)
    await deliver(round, large, choice.abstain, deadline - 300_000n)
    expect(await deliver(round, large, choice.inFavour, deadline - EXTENSION_SEC)).toBeUndefined()
    expect(await deadlineOf(round)).toBe(deadline)
  })
})
