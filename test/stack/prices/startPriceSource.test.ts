import { afterEach, describe, expect, test, vi } from 'vitest'
import { createDataStreamsCodec } from '../../../prices/dataStreams/createDataStreamsCodec.ts'
import { openPriceStream } from '../../../prices/stream/openPriceStream.ts'
import { type PriceSource, startPriceSource } from '../../../stack/prices/startPriceSource.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from '../../../stack/prices/testSigners.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const ask = (url: string) => fetch(url.replace(/^ws/, 'http'))

async function start(perSecond: number): Promise<PriceSource> {
  const source = await startPriceSource({ priceAt: () => 2_000n * 10n ** 18n, perSecond })
  ends.push(source.close)
  return source
}

describe('a source of signed prices', () => {
  test('default: many a second, in their order, on the loopback address', async () => {
    const source = await start(20)
    expect(new URL(source.url).hostname).toBe('127.0.0.1')
    const stream = openPriceStream({
      urls: [source.url],
      codec: createDataStreamsCodec({
        feedId: testFeedId,
        signers: testSignerAddresses,
        faults: TEST_FAULTS,
      }),
      limits: { maxAgeSec: 60, maxAheadSec: 5, silentAfterMs: 5_000, gapSec: 5 },
      now: () => Math.floor(Date.now() / 1_000),
    })
    ends.push(stream.close)
    await vi.waitUntil(() => (stream.freshest()?.sequence ?? 0n) >= 10n, { timeout: 20_000 })
    const { used, refused } = stream.sources()[0]?.counts ?? {}
    expect(used).toBeGreaterThan(3)
    expect(Object.values(refused ?? {}).every((count) => count === 0)).toBe(true)
  })

  test('default: what asks without a WebSocket is told so', async () => {
    const source = await start(0)
    expect((await ask(source.url)).status).toBe(426)
  })
})
