import { afterEach, describe, expect, test, vi } from 'vitest'
import { createConditions } from '../../../bot/health/conditions.ts'
import { createMetrics } from '../../../bot/health/metrics.ts'
import { createLog } from '../../../bot/log.ts'
import { openPrices } from '../../../bot/prices/openPrices.ts'
import { type PriceSource, startPriceSource } from '../../../stack/prices/startPriceSource.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from '../../../stack/prices/testSigners.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

let nowSec = 0
const PRICE_WAD = 2_000n * 10n ** 18n

async function start() {
  nowSec = 1_700_000_000
  const source: PriceSource = await startPriceSource({
    priceAt: () => PRICE_WAD,
    nowMs: () => nowSec * 1_000,
    perSecond: 0,
  })
  ends.push(source.close)
  const metrics = createMetrics({ prices: [source.url] })
  const conditions = createConditions({
    alarmAfterMs: 0,
    now: () => performance.now(),
    onAlarm: () => {},
  })
  const desk = openPrices({
    settings: {
      sources: [{ url: source.url }],
      feedId: testFeedId,
      signers: [...testSignerAddresses],
      f: TEST_FAULTS,
      maxAge: 60n,
      maxAhead: 5n,
      silentAfter: 15n,
    },
    loaded: { urls: [source.url], credentials: undefined },
    log: createLog({ level: 'debug', destination: { write: () => {} } }),
    metrics: metrics.prices,
    conditions,
    clock: () => nowSec,
  })
  ends.push(desk.close)
  const problem = () => conditions.list().find(({ name }) => name === 'prices')?.problem
  const count = async (outcome: string) => {
    const { values } = await metrics.prices.reports.get()
    return values.find(({ labels }) => labels.outcome === outcome)?.value
  }
  return { source, desk, problem, count }
}

describe('what a bot says of the prices that it listens to', () => {
  test('default: nothing is listened to before the first review, when the time is known', async () => {
    const { source, desk, problem } = await start()
    expect(desk.freshest(BigInt(nowSec))).toBeUndefined()
    expect(source.listeners()).toBe(0)
    desk.review()
    await vi.waitUntil(() => source.listeners() === 1)
    expect(problem()).toMatch(/^no signed price of the last 60 s/)
    await source.send()
    await vi.waitUntil(() => desk.freshest(BigInt(nowSec)) !== undefined)
    desk.review()
    expect(problem()).toBeUndefined()
    expect(desk.freshest(BigInt(nowSec) - 1n)).toBeUndefined()
  })

  test('default: a source that lies is told of, and counted by what it did', async () => {
    const { source, desk, problem, count } = await start()
    desk.review()
    await vi.waitUntil(() => source.listeners() === 1)
    await source.send()
    await vi.waitUntil(() => desk.freshest(BigInt(nowSec)) !== undefined)
    source.setFault('stranger')
    nowSec++
    await source.send()
    await vi.waitUntil(async () => (await count('signatures')) === 1)
    desk.review()
    expect(problem()).toMatch(/sends what is not used: .* of nobody that is configured/)
    expect(desk.freshest(BigInt(nowSec))?.priceWad).toBe(PRICE_WAD)
    expect(await count('used')).toBe(1)
  })
})
