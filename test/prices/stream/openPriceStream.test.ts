import { createHash } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { PricedReport } from '../../../prices/codec.ts'
import { createDataStreamsCodec } from '../../../prices/dataStreams/createDataStreamsCodec.ts'
import type { RefusalReason } from '../../../prices/errors.ts'
import {
  openPriceStream,
  type PriceStream,
  type PriceStreamOptions,
  type StreamEvent,
} from '../../../prices/stream/openPriceStream.ts'
import type { PriceFault } from '../../../stack/prices/priceFault.ts'
import { type PriceSource, startPriceSource } from '../../../stack/prices/startPriceSource.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from '../../../stack/prices/testSigners.ts'

const codec = createDataStreamsCodec({
  feedId: testFeedId,
  signers: testSignerAddresses,
  faults: TEST_FAULTS,
})
const limits = { maxAgeSec: 60, maxAheadSec: 5, silentAfterMs: 60_000, gapSec: 10 }
const DOLLAR = 10n ** 18n

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A time that tests set, and the price at it: as many dollars as seconds have passed. */
let nowSec = 0
const beginAt = 1_700_000_000
const priceAt = (atMs: number) => BigInt(Math.floor(atMs / 1_000) - beginAt + 2_000) * DOLLAR

async function startSource(): Promise<PriceSource> {
  const source = await startPriceSource({ priceAt, nowMs: () => nowSec * 1_000, perSecond: 0 })
  ends.push(source.close)
  return source
}

function listen(urls: readonly string[], options: Partial<PriceStreamOptions> = {}) {
  const events: StreamEvent[] = []
  const stream = openPriceStream({
    urls,
    codec,
    limits,
    now: () => nowSec,
    onEvent: (event) => events.push(event),
    ...options,
  })
  ends.push(stream.close)
  return { stream, events }
}

async function startOne(options: Partial<PriceStreamOptions> = {}) {
  nowSec = beginAt
  const source = await startSource()
  const { stream, events } = listen([source.url], options)
  await vi.waitUntil(() => source.listeners() === 1)
  return { source, stream, events }
}

const countsOf = (stream: PriceStream, at = 0) => {
  const status = stream.sources()[at]
  if (status === undefined) throw new RangeError('there is no such source')
  return status.counts
}
const looked = (stream: PriceStream, at = 0) => {
  const { used, skipped, refused } = countsOf(stream, at)
  return used + skipped + Object.values(refused).reduce((sum, count) => sum + count, 0)
}

/** Sends one report and waits until it is looked at. */
async function send(source: PriceSource, stream: PriceStream, fault?: PriceFault): Promise<void> {
  const before = looked(stream)
  source.setFault(fault)
  await source.send()
  await vi.waitUntil(() => looked(stream) > before)
}

describe('P-216 a stream costs no wrong price', () => {
  test('default: the freshest report, with the bytes that prove it', async () => {
    const { source, stream } = await startOne()
    expect(stream.freshest()).toBeUndefined()
    for (const sec of [0, 1, 2]) {
      nowSec = beginAt + sec
      await send(source, stream)
    }
    const freshest = stream.freshest() as PricedReport
    expect(freshest.priceWad).toBe(2_002n * DOLLAR)
    await codec.checkSignatures(freshest.signedReport)
    expect(stream.freshest(beginAt + 1)?.priceWad).toBe(2_001n * DOLLAR)
    expect(stream.freshest(beginAt - 1)).toBeUndefined()
    expect(stream.sources()[0]?.problem).toBeUndefined()
  })

  test('default: of reports of one second the last one stands for it', async () => {
    const { source, stream } = await startOne()
    for (let time = 0; time < 3; time++) await send(source, stream)
    expect(countsOf(stream).used).toBe(3)
    expect(stream.freshest()?.sequence).toBe(3n)
  })

  test.each<[PriceFault, RefusalReason]>([
    ['tampered', 'signatures'],
    ['stranger', 'signatures'],
    ['too-few', 'signatures'],
    ['twice', 'signatures'],
    ['other-feed', 'other-feed'],
    ['garbage', 'malformed'],
    ['ahead', 'ahead'],
    ['repeat', 'not-newer'],
    ['late', 'not-newer'],
  ])('error: %s is dropped and counted, and the true price stays', async (fault, reason) => {
    const { source, stream, events } = await startOne()
    await send(source, stream)
    nowSec++
    await send(source, stream, fault)
    expect(countsOf(stream).refused[reason]).toBe(1)
    expect(stream.freshest()?.priceWad).toBe(2_000n * DOLLAR)
    expect(events.at(-1)).toMatchObject({ type: 'refused', reason })
    // That a report comes twice is no reason to doubt its source.
    expect(stream.sources()[0]?.problem === undefined).toBe(reason === 'not-newer')
    await send(source, stream)
    expect(stream.freshest()?.priceWad).toBe(2_001n * DOLLAR)
    expect(stream.sources()[0]?.problem).toBeUndefined()
  })

  test('error: a first report that is too old', async () => {
    const { source, stream } = await startOne()
    await send(source, stream, 'late')
    expect(countsOf(stream).refused['too-old']).toBe(1)
    expect(stream.freshest()).toBeUndefined()
  })

  test('error: without a younger report the price is none', async () => {
    const { source, stream } = await startOne()
    await send(source, stream)
    nowSec += limits.maxAgeSec
    expect(stream.freshest()).toBeDefined()
    nowSec++
    expect(stream.freshest()).toBeUndefined()
  })

  test('default: a gap is told, and nothing of it is asked for', async () => {
    const { source, stream, events } = await startOne()
    await send(source, stream)
    nowSec += limits.gapSec + 1
    await send(source, stream)
    expect(countsOf(stream).gaps).toBe(1)
    const gap = { type: 'gap', fromAt: beginAt, untilAt: beginAt + 11 }
    expect(events).toContainEqual({ ...gap, source: `ws://${new URL(source.url).host}` })
    expect(stream.freshest()?.observedAt).toBe(beginAt + 11)
  })

  test('default: a stream that breaks is opened again, and goes on where it is', async () => {
    const { source, stream, events } = await startOne({ random: () => 1 })
    await send(source, stream)
    source.setOpen(false)
    source.cut()
    await vi.waitUntil(() => countsOf(stream).losses >= 2)
    source.setOpen(true)
    await vi.waitUntil(() => source.listeners() === 1)
    nowSec++
    await send(source, stream)
    expect(stream.freshest()?.priceWad).toBe(2_001n * DOLLAR)
    const waits = events.flatMap((event) => (event.type === 'lost' ? event.waitMs : []))
    // Half of 250 ms, 500 ms: `random` is at its end.
    expect(waits.slice(0, 2)).toEqual([125, 250])
    // What it had before does not count again.
    await send(source, stream, 'repeat')
    expect(countsOf(stream).refused['not-newer']).toBe(1)
  })

  test('default: a silent connection is given up for another', async () => {
    const { source, stream } = await startOne({
      limits: { ...limits, silentAfterMs: 150 },
      random: () => 1,
    })
    source.setFault('mute')
    await vi.waitUntil(() => countsOf(stream).connections >= 2)
    expect(countsOf(stream).losses).toBeGreaterThan(0)
  })

  test('default: of two sources the fresher one counts, whatever the other one does', async () => {
    nowSec = beginAt
    const [honest, other] = [await startSource(), await startSource()]
    const { stream } = listen([honest.url, other.url])
    await vi.waitUntil(() => honest.listeners() === 1 && other.listeners() === 1)
    await honest.send()
    await other.send()
    await vi.waitUntil(() => looked(stream, 0) === 1 && looked(stream, 1) === 1)
    nowSec++
    other.setFault('stranger')
    await other.send()
    await vi.waitUntil(() => looked(stream, 1) === 2)
    expect(stream.freshest()?.priceWad).toBe(2_000n * DOLLAR)
    expect(stream.sources().map(({ problem }) => problem === undefined)).toEqual([true, false])
    await honest.send()
    await vi.waitUntil(() => looked(stream, 0) === 2)
    expect(stream.freshest()?.priceWad).toBe(2_001n * DOLLAR)
    // The slower one, later with what is older: nothing goes back.
    nowSec += 5
    await honest.send()
    await vi.waitUntil(() => looked(stream, 0) === 3)
    nowSec -= 3
    other.setFault(undefined)
    await other.send()
    await vi.waitUntil(() => looked(stream, 1) === 3)
    nowSec += 3
    expect(stream.freshest()?.priceWad).toBe(2_006n * DOLLAR)
    expect(stream.freshest(beginAt + 3)?.priceWad).toBe(2_003n * DOLLAR)
  })

  test('default: of a flood only the newest is looked at, and the price is that of the end', async () => {
    const { source, stream } = await startOne()
    for (let sec = 0; sec < 200; sec++) {
      nowSec = beginAt + sec
      await source.send()
    }
    await vi.waitUntil(() => looked(stream) === 200)
    expect(countsOf(stream).skipped).toBeGreaterThan(0)
    expect(stream.freshest()?.priceWad).toBe(2_199n * DOLLAR)
    // 128 seconds are kept, and no more.
    expect(stream.freshest(beginAt + 199 - 128)).toBeUndefined()
  })
})

describe('the end of a stream', () => {
  test('default: nothing is opened again, and nothing is told any more', async () => {
    const { source, stream, events } = await startOne()
    await send(source, stream)
    await stream.close()
    const { length } = events
    await vi.waitUntil(() => source.listeners() === 0)
    source.setFault(undefined)
    await source.send()
    await sleep(300)
    expect(source.listeners()).toBe(0)
    expect(events).toHaveLength(length)
  })

  test.each([
    ['never speaks', undefined],
    ['says nothing after its greeting, and no goodbye', 'greets'],
  ])('default: a server that %s holds up nobody', async (_, greets) => {
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket
        .on('error', () => {})
        .on('data', (data) => {
          const key = /sec-websocket-key: (.*)\r\n/i.exec(`${data}`)?.[1]
          if (greets !== undefined && key !== undefined) socket.write(greet(key))
        })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { stream, events } = listen([`ws://127.0.0.1:${port}`], {
      limits: { ...limits, silentAfterMs: 100 },
    })
    await vi.waitUntil(() => events.some(({ type }) => type === 'lost'))
    await vi.waitUntil(() => sockets.length >= 2)
    await stream.close()
    const isOver = (socket: Socket) => socket.destroyed || socket.readableEnded
    await vi.waitUntil(() => sockets.every(isOver), { timeout: 10_000 })
    await new Promise((resolve) => server.close(resolve))
  })
})

/** What turns a connection into a WebSocket (RFC 6455). */
function greet(key: string): string {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
  return [
    'HTTP/1.1 101 Switching Protocols',
    'upgrade: websocket',
    'connection: Upgrade',
    `sec-websocket-accept: ${accept.digest('base64')}`,
    '\r\n',
  ].join('\r\n')
}
