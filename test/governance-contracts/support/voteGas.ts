import { parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { connect, deployGovernance, space } from './deployGovernance.ts'
import { startSequencer } from './sequencer.ts'
import { postVote } from './snapshotClient.ts'
import { openRound, toVote } from './snapshotRound.ts'

/** Gas a vote: of whole transactions, divided by the number of their votes. */
export interface VoteGas {
  /** The proposal's first votes. */
  first20: number
  /** Later ones. */
  repeat20: number
  repeat1: number
}

/** Test keys: the numbers from 1 on. */
const voters = Array.from({ length: 42 }, (_, i) =>
  privateKeyToAccount(`0x${(i + 1).toString(16).padStart(64, '0')}`),
)

/** Delivers votes that the published Snapshot client signed, in batches of 20, 20 and 1. */
export async function measureVoteGas(): Promise<VoteGas> {
  const chain = await connect()
  const sequencer = await startSequencer()
  try {
    const governance = await deployGovernance(
      chain,
      voters.map(({ address }) => address),
      voters.map(() => parseEther('10')),
    )
    const [proposer] = voters
    if (proposer === undefined) throw new Error('no voters')
    const round = await openRound(chain, governance, sequencer, proposer)

    const gasPerVote = async (from: number, to: number): Promise<number> => {
      const { timestamp } = await chain.publicClient.getBlock()
      const envelopes = []
      for (const [i, account] of voters.slice(from, to).entries()) {
        const fields = { space, proposal: round.snapshotId, timestamp: Number(timestamp) }
        const vote = { ...fields, choice: 1 + (i % 3), app: 'snapshot-v2' }
        envelopes.push(await postVote(sequencer, account, vote))
      }
      const hash = await governance.governor.write.castVotesBySnapshotSig([
        round.proposalId,
        envelopes.map(toVote),
        envelopes.map(({ sig }) => sig),
      ])
      const { gasUsed } = await chain.publicClient.waitForTransactionReceipt({ hash })
      return Math.round(Number(gasUsed) / (to - from))
    }
    return {
      first20: await gasPerVote(0, 20),
      repeat20: await gasPerVote(20, 40),
      repeat1: await gasPerVote(40, 41),
    }
  } finally {
    await sequencer.close()
    await chain.connection.close()
  }
}
