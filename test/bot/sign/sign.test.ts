import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { concat, type Hex, parseSignature, serializeSignature, toHex } from 'viem'
import { afterEach, describe, expect, test } from 'vitest'
import { collectSignatures, type Peer } from '../../../bot/sign/collectSignatures.ts'
import { createReportSigner } from '../../../bot/sign/createReportSigner.ts'
import { formatRequest } from '../../../bot/sign/reportText.ts'
import { startSignServer } from '../../../bot/sign/startSignServer.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { createTypedReport, type Report } from '../../../verify/report.ts'
import { CONFIG, defaultObservation } from '../support/defaultInput.ts'

const scope = { chainId: 31_337, riskParameters: localAccounts.deployer.address }
const accounts = localAccounts.reporters
const reporters = accounts.map(({ address }) => address)
const [first, second, third] = accounts as [
  (typeof accounts)[0],
  (typeof accounts)[0],
  (typeof accounts)[0],
]
const report: Report = {
  marketId: LOCAL_MARKET_ID,
  config: CONFIG,
  observedAt: 1_700_000_388n,
  blockNumber: 7n,
  blockHash: toHex(0xabcd, { size: 32 }),
  observation: defaultObservation,
}
const otherReport = { ...report, observation: { ...defaultObservation, navUsd6: 1n } }

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

interface ReplicaOptions {
  ours?: Report | undefined
  token?: string
  errors?: unknown[]
}

async function startReplica(account: typeof first, options: ReplicaOptions = {}): Promise<Peer> {
  const { ours, token, errors = [] } = { ours: report, ...options }
  const computeReport = async () => {
    if (ours?.blockNumber === 0n) throw new Error('the database is gone')
    return ours
  }
  const answer = createReportSigner({ account, scope, computeReport })
  const onError = (error: unknown) => errors.push(error)
  const server = await startSignServer({ port: 0, token, answer, onError })
  closers.push(server.close)
  return { url: server.url, token }
}

/** A peer that is no replica: it gives the chosen answers, or none. */
async function startLiar(body: string | undefined): Promise<Peer> {
  const server: Server = createServer((_, response) => {
    if (body !== undefined) response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/sign` }
}

const sign = (account: typeof first, signed = report) =>
  account.signTypedData(createTypedReport(scope, signed))

const collect = (peers: Peer[], own?: Hex, threshold = 2) =>
  collectSignatures({ report, scope, reporters, threshold, own, peers, timeoutMs: 300 })

const post = (url: string, body: string, headers = {}) =>
  fetch(url, { method: 'POST', body, headers })

describe('startSignServer', () => {
  test('default: signs the report that the replica has computed itself', async () => {
    const { url } = await startReplica(first)
    const response = await post(url, formatRequest(report))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      signature: await sign(first),
      signer: first.address,
    })
  })

  test('P-50 another report gets the first field that differs, and no signature', async () => {
    const { url } = await startReplica(first)
    const response = await post(url, formatRequest(otherReport))
    expect(response.status).toBe(409)
    expect(await response.json()).toEqual({
      field: 'observation.navUsd6',
      theirs: '1',
      ours: `${defaultObservation.navUsd6}`,
    })
  })

  test('error: an observation that the replica does not have', async () => {
    const { url } = await startReplica(first, { ours: undefined })
    expect((await post(url, formatRequest(report))).status).toBe(404)
  })

  test('error: without the token, or with another', async () => {
    const { url } = await startReplica(first, { token: 'right' })
    const withToken = (authorization: string) =>
      post(url, formatRequest(report), { authorization }).then(({ status }) => status)
    expect((await post(url, formatRequest(report))).status).toBe(401)
    expect(await withToken('Bearer wrong')).toBe(401)
    expect(await withToken('Bearer right')).toBe(200)
  })

  test('error: no report, another path, another method, a body that is too long', async () => {
    const { url } = await startReplica(first)
    const statusOf = async (response: Promise<Response>) => (await response).status
    expect(await statusOf(post(url, '{'))).toBe(400)
    const tooLarge = { ...report, blockNumber: 2n ** 64n }
    const refusal = await post(url, formatRequest(tooLarge))
    expect(await refusal.json()).toEqual({
      error: 'report.blockNumber: a number below 2^64 is expected',
    })
    expect(await statusOf(post(`${url}/more`, formatRequest(report)))).toBe(404)
    expect(await statusOf(fetch(url))).toBe(405)
    expect(await statusOf(post(url, ' '.repeat(16_385)))).toBe(413)
  })

  test('error: an internal failure is reported to the operator, not to the caller', async () => {
    const errors: unknown[] = []
    const { url } = await startReplica(first, { ours: { ...report, blockNumber: 0n }, errors })
    const response = await post(url, formatRequest(report))
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('database')
    expect(errors).toEqual([new Error('the database is gone')])
  })
})

describe('collectSignatures', () => {
  test('default: as many as the threshold, ascending by signer', async () => {
    const peers = [await startReplica(second, { token: 'secret' }), await startReplica(third)]
    const quorum = await collect(peers, await sign(first), 3)
    const ascending = accounts.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
    const signatures = await Promise.all(ascending.map((account) => sign(account)))
    expect(quorum).toEqual({ signatures, isReached: true, refusals: [] })
  })

  test('behavior: a peer that hangs does not delay a quorum without it', async () => {
    const peers = [await startLiar(undefined), await startReplica(second)]
    const quorum = await collectSignatures({
      report,
      scope,
      reporters,
      threshold: 2,
      own: await sign(first),
      peers,
      timeoutMs: 2 ** 31 - 1,
    })
    expect(quorum).toMatchObject({ isReached: true, refusals: [] })
    expect(quorum.signatures).toHaveLength(2)
  })

  test('behavior: one of three is enough beside the own signature, whatever the other does', async () => {
    const peers = [await startReplica(second, { ours: otherReport }), await startReplica(third)]
    expect((await collect(peers, await sign(first))).isReached).toBe(true)
  })

  test('behavior: a signature in another form counts in the one that the contract takes', async () => {
    const own = await sign(first)
    const right = await sign(second)
    const { r, s, yParity } = parseSignature(right)
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const high = toHex(order - BigInt(s), { size: 32 })
    const forms = [
      concat([r, s, toHex(yParity, { size: 1 })]),
      serializeSignature({ r, s: high, yParity: 1 - yParity }),
    ]
    for (const form of forms) {
      const quorum = await collect([await startLiar(answer(form))], own)
      expect(quorum.isReached).toBe(true)
      expect(quorum.signatures.toSorted()).toEqual([own, right].toSorted())
    }
  })

  test('error: two that disagree: no quorum, and both are named with what differs', async () => {
    const peers = [
      await startReplica(second, { ours: otherReport }),
      await startReplica(third, { ours: otherReport }),
    ]
    const { signatures, isReached, refusals } = await collect(peers, await sign(first))
    expect([signatures.length, isReached]).toEqual([1, false])
    const difference = {
      field: 'observation.navUsd6',
      ours: `${defaultObservation.navUsd6}`,
      theirs: '1',
    }
    for (const peer of peers) {
      const { origin } = new URL(peer.url)
      expect(refusals).toContainEqual({
        origin,
        reason: 'it has another observation.navUsd6',
        difference,
      })
    }
  })

  test.each<[string, string | undefined, () => Promise<string | undefined>]>([
    ['of another report', "not a reporter's", async () => answer(await sign(second, otherReport))],
    ['of no reporter', "not a reporter's", async () => answer(await sign(localAccounts.trader))],
    ['of somebody who has signed', 'has signed already', async () => answer(await sign(first))],
    ['that is malformed', 'malformed', async () => answer('0x1234')],
    ['that is no JSON', 'not as expected', async () => 'yes'],
    ['without a signature', 'not as expected', async () => '{}'],
    ['without an end', 'more than 16384 bytes', async () => ' '.repeat(20_000)],
    ['that never comes', 'within 300 ms', async () => undefined],
  ])('error: an answer %s does not count', async (_, reason, makeBody) => {
    const { signatures, isReached, refusals } = await collect(
      [await startLiar(await makeBody())],
      await sign(first),
    )
    expect([signatures, isReached]).toEqual([[await sign(first)], false])
    expect(refusals[0]?.reason).toContain(reason)
  })

  test('error: a peer that is not there', async () => {
    const { url } = await startReplica(second)
    await closers.pop()?.()
    const { refusals } = await collect([{ url }], await sign(first))
    expect(refusals).toEqual([{ origin: new URL(url).origin, reason: 'it does not answer' }])
  })
})

function answer(signature: Hex): string {
  return JSON.stringify({ signature, signer: second.address })
}
