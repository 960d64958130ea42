import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { batchVotes } from '../../../cli/governance/batchVotes.ts'
import { parseSignedVotes } from '../../../cli/governance/parseSignedVotes.ts'
import { createVote, signMessage } from '../../../snapshot/index.ts'

const voter = privateKeyToAccount(`0x${'7'.padStart(64, '0')}`)
const proposal = `0x${'ab'.repeat(32)}` as const
const sign = (reason = '') =>
  signMessage(
    voter,
    createVote({
      from: voter.address,
      space: 'gimbal.eth',
      timestamp: 1_750_000_000,
      proposal,
      choice: 1,
      reason,
    }),
  )
const ballot = {
  chainId: 1,
  governor: voter.address,
  proposalId: '1',
  support: 1,
  voter: voter.address,
  nonce: '0',
  signature: `0x${'11'.repeat(65)}`,
}

describe('parseSignedVotes', () => {
  test('default: ballots and votes, one a line', async () => {
    const envelope = await sign()
    const text = `${JSON.stringify(ballot)}\n\n${JSON.stringify(envelope)}\n`
    const { ballots, snapshotVotes, leftOut } = parseSignedVotes(text)
    expect(ballots.map(({ proposalId }) => proposalId)).toEqual([1n])
    expect(snapshotVotes).toMatchObject([
      { proposal, space: 'gimbal.eth', signature: envelope.sig },
    ])
    expect(leftOut).toEqual([])
  })

  test('behavior: an invalid line does not stop the others, and is named', async () => {
    const envelope = await sign()
    const { message } = envelope.data
    const withMessage = (change: object) =>
      JSON.stringify({
        ...envelope,
        data: { ...envelope.data, message: { ...message, ...change } },
      })
    const odd: [string, RegExp][] = [
      ['not JSON', /^line 1 is no ballot/],
      ['null', /^line 2 is no ballot/],
      [
        JSON.stringify({ ...ballot, support: 3 }),
        /^line 3 is no ballot \(support: is no choice; give 0 \(against\), 1 \(for\) or 2 \(abstain\)\)/,
      ],
      [JSON.stringify({ sig: '0x' }), /^line 4 \(a vote without a voter\) it is no signed message/],
      [JSON.stringify({ ...envelope, sig: '0x1' }), /its signature has 0.5 bytes/],
      [JSON.stringify({ ...envelope, more: 1 }), /it is no signed message of Snapshot/],
      [withMessage({ choice: '1' }), /its choice is "1"; 1, 2 and 3 are counted/],
      [withMessage({ choice: '1 ' }), /its choice is "1 "/],
      [withMessage({ choice: 4 }), /its choice is 4/],
      [withMessage({ choice: 1.5 }), /its choice is 1.5/],
      [withMessage({ choice: [1] }), /its choice is \[1\]/],
      [withMessage({ choice: { 1: 1 } }), /its choice is {"1":1}/],
      [withMessage({ choice: null }), /its choice is null/],
      [withMessage({ choice: undefined }), /its choice is invalid/],
      [withMessage({ metadata: undefined }), /its metadata is invalid/],
      [withMessage({ proposal: proposal.toUpperCase() }), /names the proposal as "0XAB/],
      [withMessage({ from: voter.address.toLowerCase() }), /capitals of EIP-55/],
      [
        JSON.stringify({ ...envelope, address: '0x5FbDB2315678afecb367f032d93F642f64180aa3' }),
        /signed by 0x5FbDB2315678afecb367f032d93F642f64180aa3, an alias/,
      ],
    ]
    const text = [...odd.map(([line]) => line), JSON.stringify(envelope)].join('\n')
    const { snapshotVotes, leftOut } = parseSignedVotes(text)
    expect(snapshotVotes).toHaveLength(1)
    expect(leftOut.map(({ voter, reason }) => `${voter} ${reason}`)).toEqual(
      odd.map(([, reason]) => expect.stringMatching(reason)),
    )
  })

  test('behavior: unsigned fields of the message are ignored', async () => {
    const envelope = await sign()
    const message = { ...envelope.data.message, more: 1 }
    const text = JSON.stringify({ ...envelope, data: { ...envelope.data, message } })
    expect(parseSignedVotes(text).snapshotVotes).toHaveLength(1)
  })

  test('error: no vote at all', () => {
    expect(() => parseSignedVotes(' \n')).toThrow('there is no ballot; give one a line')
    expect(() => parseSignedVotes('{}\n[]')).toThrow(/^line 1 is no ballot .* give what/)
  })
})

describe('batchVotes', () => {
  test('default: twenty together, fewer where reasons are long', async () => {
    const votesOf = async (reason: string, count: number) => {
      const { snapshotVotes } = parseSignedVotes(JSON.stringify(await sign(reason)))
      return Array.from({ length: count }, () => snapshotVotes).flat()
    }
    const sizes = (batches: readonly unknown[][]) => batches.map(({ length }) => length)
    expect(sizes(batchVotes(await votesOf('', 45)))).toEqual([20, 20, 5])
    expect(sizes(batchVotes(await votesOf('ü'.repeat(20_000), 5)))).toEqual([2, 2, 1])
    expect(sizes(batchVotes(await votesOf('x'.repeat(95_000), 2)))).toEqual([1, 1])
    expect(batchVotes([])).toEqual([])
  })
})
