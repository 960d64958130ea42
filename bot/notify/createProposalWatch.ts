import {
  type Address,
  formatUnits,
  type Log,
  type PublicClient,
  parseEventLogs,
  toEventSelector,
} from 'viem'
import { getAbiItem } from 'viem/utils'
import { governorAbi } from '../../abi/index.ts'
import { readLogs } from '../../client/logs/readLogs.ts'
import { type ProposalStatus, readStatus } from '../../client/readProposals.ts'
import type { Notice } from './notice.ts'
import { readSeen, type Seen, writeSeen } from './seenFile.ts'

const created = toEventSelector(getAbiItem({ abi: governorAbi, name: 'ProposalCreated' }))

interface ProposalWatchOptions {
  client: PublicClient
  governor: Address
  /** How long before a vote's end a message is sent, seconds. */
  endingWithinSec: bigint
  /** The file that records which messages were sent. */
  file: string
  tell(notice: Notice): void
}

type Open = Seen['open'][number]

/**
 * Watches the Governor and sends messages on new proposals, on votes that end soon, and on votes that are over. Proposals made
 * before its first look cause no message.
 *
 * @returns one look, to be repeated. @throws ChainReadError, SeenFileError; the next look catches up.
 */
export function createProposalWatch(options: ProposalWatchOptions): () => Promise<void> {
  const { client, governor, endingWithinSec, file, tell } = options

  async function findNew(from: bigint, to: bigint): Promise<Open[]> {
    if (from > to) return []
    const logs = await readLogs(client, { addresses: [governor], topics: [created] }, from, to)
    const events = parseEventLogs({
      abi: governorAbi,
      eventName: 'ProposalCreated',
      logs: logs as Log<bigint, number, false>[],
    })
    return events.map(({ args: { proposalId, description, voteEnd, proposer } }) => {
      const title = readTitle(description)
      const text = `New proposal: ${title}. By ${proposer}, the vote ends ${formatAt(voteEnd)}. See \`gimbal proposals show ${proposalId}\``
      const id = `${proposalId}`
      tell({ event: 'proposal-made', text, proposalId: id, endAt: Number(voteEnd) })
      return { id, title, isEndingTold: false }
    })
  }

  /** What is still to be watched of a proposal; undefined once its vote is over. */
  async function follow(open: Open): Promise<Open | undefined> {
    const { id, title } = open
    const status = await readStatus(client, governor, { id: BigInt(id), voteStartAt: 0n })
    const { state, voteEndAt, asOfAt } = status
    if (state !== 'pending' && state !== 'active') {
      const text = `The vote is over: ${title}. It is ${state} with ${formatTally(status)}`
      tell({ event: 'proposal-over', text, proposalId: id, state })
      return undefined
    }
    if (open.isEndingTold || state === 'pending' || voteEndAt - asOfAt > endingWithinSec) {
      return open
    }
    const text = `A vote ends ${formatAt(voteEndAt)}: ${title}. So far ${formatTally(status)}`
    tell({ event: 'vote-ending', text, proposalId: id, endAt: Number(voteEndAt) })
    return { ...open, isEndingTold: true }
  }

  return async () => {
    const head = await client.getBlockNumber({ cacheTime: 0 })
    const seen = (await readSeen(file)) ?? { blockNumber: `${head}`, open: [] }
    const known = new Set(seen.open.map(({ id }) => id))
    const found = await findNew(BigInt(seen.blockNumber) + 1n, head)
    const all = [...seen.open, ...found.filter(({ id }) => !known.has(id))]
    // Saved at once, so that a look that fails later does not send these messages again.
    if (found.length > 0) await writeSeen(file, { blockNumber: `${head}`, open: all })
    const followed = await Promise.all(all.map(follow))
    const open = followed.filter((one) => one !== undefined)
    await writeSeen(file, { blockNumber: `${head}`, open })
  }
}

function readTitle(description: string): string {
  return description.split('\n')[0]?.replace(/^#+\s*/, '') ?? ''
}

function formatAt(at: bigint): string {
  return `${new Date(Number(at) * 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function formatTally({ forVotes, againstVotes, abstainVotes }: ProposalStatus): string {
  const whole = (votes: bigint) => Number(formatUnits(votes, 18)).toLocaleString('en-US')
  return `${whole(forVotes)} for, ${whole(againstVotes)} against, ${whole(abstainVotes)} abstaining`
}
