import { afterEach, describe, expect, test } from 'vitest'
import { createBallotDesk } from '../../../cli/governance/createBallotDesk.ts'
import { readListenAddress } from '../../../cli/governance/readListenAddress.ts'
import type { Session } from '../../../cli/governance/session.ts'
import { type BallotServer, startBallotServer } from '../../../cli/governance/startBallotServer.ts'
import type { Ballot } from '../../../client/ballot.ts'

let server: BallotServer | undefined

afterEach(() => server?.close())

const ballot = {
  chainId: 1,
  governor: `0x${'1'.repeat(40)}`,
  proposalId: '7',
  support: 1,
  voter: `0x${'2'.repeat(40)}`,
  nonce: '0',
  signature: '0x00',
}

describe('the server of a relay', () => {
  test('default: it listens on the loopback address unless it is told another', () => {
    expect(readListenAddress('8787')).toEqual({ host: '127.0.0.1', port: 8787 })
    expect(readListenAddress('0.0.0.0:80')).toEqual({ host: '0.0.0.0', port: 80 })
    expect(readListenAddress('[::1]:0')).toEqual({ host: '::1', port: 0 })
    for (const text of ['', 'host', '1:2:3', '70000', ':80', '::1:80', 'a b:1']) {
      expect(() => readListenAddress(text)).toThrow(/give a port such as/)
    }
  })

  test('behavior: one address brings 60 ballots a minute; a page of another site may ask', async () => {
    const desk = { take: async () => ({ status: 202, body: { outcome: 'sent' } }) as const }
    server = await startBallotServer({ host: '127.0.0.1', port: 0 }, desk, {})
    const { url } = server
    const statuses: number[] = []
    for (let index = 0; index < 61; index++) {
      const { status } = await fetch(url, { method: 'POST', body: '{}' })
      statuses.push(status)
    }
    expect(new Set(statuses.slice(0, 60))).toEqual(new Set([202]))
    const over = await fetch(url, { method: 'POST', body: '{}' })
    expect([over.status, over.headers.get('retry-after')]).toEqual([429, '60'])
    const asked = await fetch(url, { method: 'OPTIONS' })
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'GET,POST',
    ])
  })

  test('error: a port that is taken is named', async () => {
    const desk = { take: async () => ({ status: 202, body: { outcome: 'sent' } }) as const }
    server = await startBallotServer({ host: '127.0.0.1', port: 0 }, desk, {})
    const port = Number(new URL(server.url).port)
    await expect(startBallotServer({ host: '127.0.0.1', port }, desk, {})).rejects.toThrow(
      /another program listens there.*--listen/,
    )
  })

  test('behavior: 32 ballots wait for their turn, and a node that fails keeps its words to itself', async () => {
    const answer = Promise.withResolvers<never>()
    const told: string[] = []
    const session = {
      client: { readContract: () => answer.promise },
      network: { chainId: 1, addresses: { governor: ballot.governor as Ballot['governor'] } },
    } as unknown as Session
    const desk = createBallotDesk({
      session,
      account: {} as never,
      minVotes: 1n,
      tell: ({ outcome, reason }) => told.push(`${outcome}: ${reason}`),
    })
    const taken = Array.from({ length: 32 }, (_, index) =>
      desk.take({ ...ballot, proposalId: `${index}` }),
    )
    expect(await desk.take(ballot)).toMatchObject({ status: 503, retryAfterSec: 10 })
    answer.reject(new Error('https://key@node fails'))
    for (const one of await Promise.all(taken)) {
      expect(one.status).toBe(503)
      expect(JSON.stringify(one.body)).not.toMatch(/key@node/)
    }
    expect(told).toHaveLength(32)
    expect(await desk.close()).toBe(0)
  })
})
