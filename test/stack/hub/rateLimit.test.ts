import { describe, expect, it, onTestFinished } from 'vitest'
import type { RateLimit } from '../../../stack/hub/rateLimit.ts'
import { space, startTestHub } from './support/startTestHub.ts'

const document = `space(id: "${space}") { id }`
const refusal = {
  error: 'client_error',
  error_description:
    'too many requests, refer to https://docs.snapshot.org/tools/api/api-keys#limits',
}

async function startLimited(rateLimit?: RateLimit) {
  const clock = { nowMs: 1_000_000 }
  const limit = rateLimit && { nowMs: () => clock.nowMs, ...rateLimit }
  const test = await startTestHub(limit === undefined ? {} : { rateLimit: limit })
  onTestFinished(() => test.hub.close())
  const askOften = async (count: number, headers: Record<string, string> = {}) => {
    for (let asked = 0; asked < count; asked++) {
      expect((await test.query(document, headers)).status).toBe(200)
    }
  }
  return { ...test, limitClock: clock, askOften }
}

describe('rateLimit', () => {
  it('default: the 101st request of a minute gets 429, and when to come again', async () => {
    const test = await startLimited({})
    await test.askOften(100)
    test.limitClock.nowMs += 17_500
    const { status, headers, ...answer } = await test.query(document)
    expect([status, answer]).toEqual([429, refusal])
    expect(Object.fromEntries(headers)).toMatchObject({
      'retry-after': '43',
      'ratelimit-policy': '100;w=60',
      'ratelimit-limit': '100',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '43',
    })
    test.limitClock.nowMs += 42_500
    const again = await test.query(document)
    expect([again.status, again.headers.get('ratelimit-remaining')]).toEqual([200, '99'])
    expect(again.headers.has('retry-after')).toBe(false)
  })

  it('behavior: hub and sequencer count apart, a refusal counts too, the gateway does not', async () => {
    const test = await startLimited({ requestsPerMinute: 1 })
    expect(await test.refusalOf({})).toBe('wrong envelope format')
    const response = await test.post({})
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60'])
    expect(await response.json()).toEqual(refusal)
    await test.askOften(1)
    expect((await test.query(document)).status).toBe(429)
    for (const _ of [1, 2, 3]) {
      expect((await fetch(`${test.hub.ipfsUrl}/ipfs/none`)).status).toBe(404)
    }
  })

  it('behavior: a key that is known is not limited, in the header or the URL', async () => {
    const test = await startLimited({ requestsPerMinute: 1, apiKeys: ['key'] })
    await test.askOften(5, { 'x-api-key': 'key' })
    for (const [key, status] of [
      ['key', 200],
      ['other', 401],
    ] as const) {
      const url = `${test.hub.hubUrl}?apiKey=${key}`
      const body = JSON.stringify({ query: `{ ${document} }` })
      expect((await fetch(url, { method: 'POST', body })).status).toBe(status)
    }
    const { status, ...answer } = await test.query(document, { 'x-api-key': 'other' })
    expect([status, answer]).toMatchObject([401, { error_description: 'invalid api key' }])
  })

  it('behavior: off by default, whatever key is given', async () => {
    const test = await startLimited()
    await test.askOften(101)
    await test.askOften(1, { 'x-api-key': 'any' })
  })
})
