import { describe, expect, test } from 'vitest'
import type { Voting } from '../../../client/readVoting.ts'
import type { ProposalState } from '../../../governance/index.ts'
import { listWays } from '../../../web/voting/listWays.ts'

const hub = {
  hubUrl: 'http://hub/',
  sequencerUrl: 'http://seq/',
  ipfsUrl: 'http://ipfs/',
  relayUrl: undefined,
}
const votingIn = (state: ProposalState, isNamed = true): Voting => ({
  id: 1n,
  state,
  proposer: `0x${'1'.repeat(40)}`,
  voteStartAt: 100n,
  voteEndAt: 200n,
  executableAt: 0n,
  snapshotProposalId: isNamed ? `0x${'2'.repeat(64)}` : undefined,
  snapshotStartAt: 95n,
})
const openWays = (voting: Voting, services: Parameters<typeof listWays>[1] = hub, nowAt = 150n) =>
  listWays(voting, services, nowAt).flatMap(({ way, obstacle }) =>
    obstacle === undefined ? [way] : [],
  )

describe('listWays', () => {
  test('default: an open vote on a proposal that Snapshot has can be cast in three ways', () => {
    expect(openWays(votingIn('active'))).toEqual(['chain', 'signature', 'snapshot'])
    expect(openWays(votingIn('active', false))).toEqual(['chain', 'signature'])
  })

  test('behavior: before the vote begins a ballot can be signed, and Snapshot opens at its own start', () => {
    expect(openWays(votingIn('pending'), hub, 90n)).toEqual(['signature'])
    expect(openWays(votingIn('pending'), hub, 95n)).toEqual(['signature', 'snapshot'])
  })

  test('behavior: after the vote each way says that it is over', () => {
    for (const state of ['canceled', 'defeated', 'succeeded', 'queued', 'executed'] as const) {
      const ways = listWays(votingIn(state), hub, 300n)
      expect(ways.map(({ obstacle }) => obstacle)).toEqual(Array(3).fill('The vote is over.'))
    }
  })

  test('behavior: without the services of Snapshot that way is closed, and the relay is named where there is one', () => {
    const [, signature, snapshot] = listWays(
      votingIn('active'),
      { ...hub, ipfsUrl: undefined, relayUrl: 'http://relay/' },
      150n,
    )
    expect(snapshot?.obstacle).toMatch(/names no Snapshot/)
    expect(signature?.meaning).toMatch(/the relay, or anyone else, has brought it/)
  })
})
