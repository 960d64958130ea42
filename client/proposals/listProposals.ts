import type { Hex } from 'viem'
import { shortenIds, toIdHex } from '../../governance/index.ts'
import { checkLogs } from '../logs/checkLogs.ts'
import { createBlockLogsReader } from '../logs/readBlockLogs.ts'
import { readLogs } from '../logs/readLogs.ts'
import type { Reader } from '../reader.ts'
import { type MadeProposal, parseProposals, readProposals } from '../readProposals.ts'

/** A proposal, and the short form of its id that the Governor has once. */
export interface ResolvedProposal extends MadeProposal {
  shortId: Hex
}

/**
 * Every proposal of the Governor, in the order in which they were made, with its short id.
 *
 * @throws IncompleteLogsError if the node is known to have left out some.
 */
export async function listProposals({ client, network }: Reader): Promise<ResolvedProposal[]> {
  return nameProposals(await readProposals(client, network.addresses.governor, network.startBlock))
}

/** The proposals up to a block. */
export interface ProposalList {
  blockNumber: bigint
  blockHash: Hex
  proposals: readonly ResolvedProposal[]
}

/** So many new blocks are read beside what is known; after more, all is read anew. */
const MAX_NEW_BLOCKS = 256n

/**
 * The same, for who asks again with each block: only the blocks after those of an earlier answer are read, while the
 * chain has not taken another way since.
 *
 * @throws what `listProposals` throws.
 */
export async function followProposals(
  reader: Reader,
  before: ProposalList | undefined,
): Promise<ProposalList> {
  const { client, network } = reader
  const { number: blockNumber, hash: blockHash } = await client.getBlock()
  if (before?.blockHash === blockHash) return before
  const isNear =
    before !== undefined &&
    blockNumber > before.blockNumber &&
    blockNumber - before.blockNumber <= MAX_NEW_BLOCKS
  const known = isNear ? await client.getBlock({ blockNumber: before.blockNumber }) : undefined
  if (before === undefined || known?.hash !== before.blockHash) {
    return { blockNumber, blockHash, proposals: await listProposals(reader) }
  }
  const fromBlock = before.blockNumber + 1n
  const filter = { addresses: [network.addresses.governor] }
  const numbers = Array.from(
    { length: Number(blockNumber - before.blockNumber) },
    (_, index) => fromBlock + BigInt(index),
  )
  const [logs, headers] = await Promise.all([
    readLogs(client, filter, fromBlock, blockNumber),
    Promise.all(numbers.map((number) => client.getBlock({ blockNumber: number }))),
  ])
  await checkLogs(createBlockLogsReader(client), headers, logs, filter)
  const added = parseProposals(logs, fromBlock, before.proposals)
  const proposals =
    added.length === 0 ? before.proposals : nameProposals([...before.proposals, ...added])
  return { blockNumber, blockHash, proposals }
}

function nameProposals(proposals: readonly MadeProposal[]): ResolvedProposal[] {
  const shortIds = shortenIds(proposals.map(({ id }) => toIdHex(id)))
  return proposals.map((made) => ({ ...made, shortId: shortIds.get(toIdHex(made.id)) as Hex }))
}
