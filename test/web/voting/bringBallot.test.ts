import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Ballot, ballotSchema } from '../../../client/ballot.ts'
import { bringBallot } from '../../../web/voting/bringBallot.ts'

const ballot: Ballot = {
  chainId: 1,
  governor: `0x${'1'.repeat(40)}`,
  proposalId: 2n ** 255n,
  support: 1,
  voter: `0x${'2'.repeat(40)}`,
  nonce: 0n,
  signature: '0x1234',
}

afterEach(() => {
  vi.unstubAllGlobals()
})

/** A relay that answers once. */
function stubRelay(status: number, body: unknown) {
  const relay = vi.fn(async (_url: string, _init: { body: string }) => {
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
  })
  vi.stubGlobal('fetch', relay)
  return relay
}

describe('bringBallot', () => {
  test('default: the relay gets the ballot as the command line prints it, and its transaction is told', async () => {
    const transactionHash = `0x${'a'.repeat(64)}`
    const relay = stubRelay(202, { outcome: 'sent', voter: ballot.voter, transactionHash })
    expect(await bringBallot('http://relay/', ballot)).toEqual({ transactionHash })
    const [call] = relay.mock.calls
    expect(ballotSchema.parse(JSON.parse(call?.[1].body ?? ''))).toEqual(ballot)
  })

  test('behavior: a vote that is there already has no transaction of its own', async () => {
    stubRelay(200, { outcome: 'voted already', voter: ballot.voter })
    expect(await bringBallot('http://relay/', ballot)).toEqual({ transactionHash: undefined })
  })

  test.each([
    [
      422,
      { error: 'castVoteBySig is refused: \u001b[31mno' },
      /^the relay says: “castVoteBySig is refused: .*31mno”$/,
    ],
    [404, '<html>', /the relay does not answer/],
    [200, { ok: true }, /no relay \(HTTP status 200\)/],
    [202, { outcome: 'sent', transactionHash: 'javascript:' }, /no relay/],
  ])('error: an answer of status %s that is no success', async (status, body, message) => {
    stubRelay(status, body)
    const error = await bringBallot('http://relay/', ballot).catch((one) => one)
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('\u001b')
  })
})
