import { parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

const voters = Array.from({ length: 43 }, (_, i) =>
  privateKeyToAccount(`0x${(i + 1).toString(16).padStart(64, '0')}`),
)

let chain: Chain
let governance: Governance
let sequencer: Sequencer
let round: Round

beforeAll(async () => {
  chain = await connect()
  sequencer = await startSequencer()
  governance = await deployGovernance(
    chain,
    voters.map(({ address }) => address),
    voters.map(() => parseEther('10')),
  )
  const [proposer] = voters
  if (proposer === undefined) throw new Error('no voters')
  round = await openRound(chain, governance, sequencer, proposer)
})

afterAll(async () => {
  await sequencer.close()
  await chain.connection.close()
})

/** The gas of a whole transaction that delivers the votes of voters [from, to), divided by their number. */
async function gasPerVote(from: number, to: number): Promise<number> {
  const { timestamp } = await chain.publicClient.getBlock()
  const envelopes = []
  for (const [i, account] of voters.slice(from, to).entries()) {
    const fields = { space, proposal: round.snapshotId, timestamp: Number(timestamp) }
    envelopes.push(
      await postVote(sequencer, account, { ...fields, choice: 1 + (i % 3), app: 'snapshot-v2' }),
    )
  }
  const hash = await governance.governor.write.castVotesBySnapshotSig([
    round.proposalId,
    envelopes.map(toVote),
    envelopes.map(({ sig }) => sig),
  ])
  const { gasUsed } = await chain.publicClient.waitForTransactionReceipt({ hash })
  return Math.round(Number(gasUsed) / (to - from))
}

it('behavior: a vote in a batch of 20 costs no more than 60,000 gas', async () => {
  const first20 = await gasPerVote(0, 20)
  const first1 = await gasPerVote(20, 21)
  const repeat20 = await gasPerVote(21, 41)
  const repeat1 = await gasPerVote(41, 42)
  process.stdout.write(`${JSON.stringify({ first20, first1, repeat20, repeat1 })}\n`)
  expect(first20).toBeLessThanOrEqual(60_000)
  expect(repeat20).toBeLessThanOrEqual(60_000)
})
