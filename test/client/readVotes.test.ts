import {
  type Address,
  encodeAbiParameters,
  getAddress,
  type Hex,
  numberToHex,
  type PublicClient,
  pad,
  toEventSelector,
} from 'viem'
import { getAbiItem } from 'viem/utils'
import { describe, expect, test } from 'vitest'
import { governorAbi } from '../../abi/index.ts'
import { IncompleteLogsError } from '../../client/errors.ts'
import { readCastVotes, readVotes } from '../../client/readVotes.ts'

const GOVERNOR: Address = '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0'
const ANNA: Address = '0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa'
const BERT = getAddress(`0x${'bb'.repeat(20)}`)
const ID = 7n

const topic = toEventSelector(getAbiItem({ abi: governorAbi, name: 'VoteCast' }))
const types = [{ type: 'uint256' }, { type: 'uint8' }, { type: 'uint256' }, { type: 'string' }]

function createLog(voter: Address, support: number, weight: bigint, block: number, id = ID) {
  return {
    address: GOVERNOR,
    topics: [topic, pad(voter).toLowerCase() as Hex],
    data: encodeAbiParameters(types, [
      id,
      support,
      weight,
      block === 3 ? 'I changed my mind.' : '',
    ]),
    blockNumber: numberToHex(block),
    blockHash: numberToHex(block, { size: 32 }),
    transactionHash: numberToHex(1_000 + block, { size: 32 }),
    transactionIndex: '0x0',
    logIndex: '0x0',
    removed: false,
  }
}

// Anna votes by Snapshot, then on chain otherwise, which replaces the first vote.
const logs = [
  createLog(ANNA, 1, 60n, 1),
  createLog(BERT, 0, 40n, 2),
  createLog(BERT, 1, 40n, 2, 8n),
  createLog(ANNA, 2, 60n, 3),
]

/** A node with these logs, whose Governor has counted so many votes against, for, abstain. */
function createNode(counted: readonly [bigint, bigint, bigint]): PublicClient {
  return {
    getBlockNumber: async () => 9n,
    request: async ({ method }: { method: string }) =>
      method === 'eth_getLogs' ? logs : [{ logs: logs.slice(-1) }],
    readContract: async () => counted,
  } as unknown as PublicClient
}

describe('readCastVotes', () => {
  test('default: every vote, and which was replaced', async () => {
    const votes = await readCastVotes(createNode([40n, 0n, 60n]), GOVERNOR, 0n, ID)
    expect(votes.map(({ address, choice, isCounted }) => [address, choice, isCounted])).toEqual([
      [ANNA, 'for', false],
      [BERT, 'against', true],
      [ANNA, 'abstain', true],
    ])
    expect(votes.at(-1)).toMatchObject({ reason: 'I changed my mind.', blockNumber: 3n })
  })

  test('error: other votes than the Governor has counted', async () => {
    const node = createNode([40n, 60n, 60n])
    await expect(readCastVotes(node, GOVERNOR, 0n, ID)).rejects.toThrow(IncompleteLogsError)
  })
})

describe('readVotes', () => {
  test('default: each voter’s last vote', async () => {
    const voters = await readVotes(createNode([40n, 0n, 60n]), GOVERNOR, 0n, ID)
    expect(voters).toEqual([
      { address: ANNA, choice: 'abstain', votes: 60n, reason: 'I changed my mind.' },
      { address: BERT, choice: 'against', votes: 40n },
    ])
  })
})
