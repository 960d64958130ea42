import type { Address, Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import type { IndexedVote } from '../../../../query/index.ts'
import {
  accumulate,
  type Choice,
  mergeVotes,
  orderVotes,
  sumByWay,
} from '../../../../web/pages/proposal/votes.ts'

const ANNA: Address = '0xAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
const BERT: Address = '0xBbBBbbbBBBBbbBbbbBbbbbBBbBbbbbBbBbbBBbBb'
const hash = (block: number): Hex => `0x${`${block}`.padStart(64, '0')}`

const cast = (
  address: Address,
  choice: Choice,
  votes: bigint,
  block: number,
  isCounted = true,
) => ({
  address,
  choice,
  votes,
  isCounted,
  blockNumber: BigInt(block),
  blockHash: hash(block),
  logIndex: 0,
  transactionHash: hash(1_000 + block),
})

// Anna votes by Snapshot, then on chain otherwise; Bert between the two.
const votes = [
  cast(ANNA, 'for', 60n, 1, false),
  cast(BERT, 'against', 40n, 2),
  cast(ANNA, 'abstain', 60n, 3),
]
const times = new Map([
  [hash(1), 100n],
  [hash(2), 200n],
  [hash(3), 300n],
])
const indexed: IndexedVote[] = [
  {
    blockNumber: 1n,
    transactionHash: hash(1_001),
    voter: ANNA.toLowerCase() as Hex,
    way: 'SNAPSHOT',
    blockAt: 101n,
  },
]

describe('mergeVotes', () => {
  test('default: the index adds way and time to the chain’s votes, and takes none away', () => {
    const shown = mergeVotes(votes, indexed, times)
    expect(shown.map(({ way, at }) => [way, at])).toEqual([
      ['SNAPSHOT', 101n],
      [undefined, 200n],
      [undefined, 300n],
    ])
  })

  test('behavior: several votes of one voter in one transaction take their ways in order', () => {
    const twice = [cast(ANNA, 'for', 1n, 1, false), cast(ANNA, 'against', 1n, 1)]
    const ways = (['SNAPSHOT', 'CONTRACT'] as const).map((way) => ({ ...indexed[0], way }))
    const shown = mergeVotes(twice, ways as IndexedVote[])
    expect(shown.map(({ way }) => way)).toEqual(['SNAPSHOT', 'CONTRACT'])
  })
})

describe('accumulate', () => {
  test('default: a vote that replaces another takes it away', () => {
    expect(accumulate(mergeVotes(votes, [], times))).toEqual([
      { at: 100n, for: 60n, against: 0n, abstain: 0n },
      { at: 200n, for: 60n, against: 40n, abstain: 0n },
      { at: 300n, for: 0n, against: 40n, abstain: 60n },
    ])
  })

  test('behavior: of several votes in a block the sum of all is told, and those without a time are left out', () => {
    const together = [
      cast(ANNA, 'for', 60n, 1),
      cast(BERT, 'for', 40n, 1),
      cast(BERT, 'for', 1n, 9),
    ]
    expect(accumulate(mergeVotes(together, [], times))).toEqual([
      { at: 100n, for: 100n, against: 0n, abstain: 0n },
    ])
  })
})

describe('sumByWay', () => {
  test('default: what counts, by way; what was replaced counts nowhere', () => {
    expect(sumByWay(mergeVotes(votes, indexed, times))).toEqual([
      { way: undefined, voters: 2, for: 0n, against: 40n, abstain: 60n },
    ])
  })
})

describe('orderVotes', () => {
  test('default: the heaviest first, with what they replaced below what counts', () => {
    const ordered = orderVotes(mergeVotes(votes, [], times))
    expect(ordered.map(({ address, choice }) => [address, choice])).toEqual([
      [ANNA, 'abstain'],
      [ANNA, 'for'],
      [BERT, 'against'],
    ])
  })
})
