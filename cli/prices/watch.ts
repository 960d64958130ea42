import { resolve } from 'node:path'
import { formatUnits } from 'viem'
import { findSocketUrlFault } from '../../http/findUrlFault.ts'
import { authorize } from '../../prices/dataStreams/authorize.ts'
import {
  createDataStreamsCodec,
  type DataStreamsFeed,
} from '../../prices/dataStreams/createDataStreamsCodec.ts'
import {
  openPriceStream,
  type PriceStreamOptions,
  type StreamEvent,
} from '../../prices/stream/openPriceStream.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from '../../stack/prices/testSigners.ts'
import { printJson, printText } from '../io/print.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'

interface WatchOptions {
  /** How many prices are shown before it ends; undefined: until a signal. */
  most: number | undefined
  isJson: boolean
  /** Of a chain whose time counts; undefined: this machine's. */
  rpcUrl: string | undefined
}

const limits = { maxAgeSec: 60, maxAheadSec: 5, silentAfterMs: 15_000, gapSec: 10 }
const WAD_DECIMALS = 18
const MS = 1_000
const LOOK_MS = 200

/** Shows what a source with the test keys of the local stack sends. */
export async function watch(url: string, options: WatchOptions): Promise<ExitCode> {
  const fault = findSocketUrlFault(url)
  if (fault !== undefined) throw new UsageError(`--url ${fault}`)
  const feed = { feedId: testFeedId, signers: testSignerAddresses, faults: TEST_FAULTS }
  return show([url], feed, { limits }, options)
}

/** Shows what the sources of a replica's or a keeper's configuration send. */
export async function watchConfig(file: string, options: WatchOptions): Promise<ExitCode> {
  // Imported only here, because these modules load a database and metrics.
  const { loadPrices } = await import('../../bot/index.ts')
  const { settings, loaded } = await loadPrices(resolve(file))
  const { feedId, signers, f, maxAge, maxAhead, silentAfter } = settings
  const own = {
    maxAgeSec: Number(maxAge),
    maxAheadSec: Number(maxAhead),
    silentAfterMs: Number(silentAfter) * MS,
    gapSec: limits.gapSec,
  }
  const { urls, credentials } = loaded
  const headers = credentials && ((url: string) => authorize(url, credentials, Date.now()))
  return show(urls, { feedId, signers, faults: f }, { limits: own, headers }, options)
}

async function show(
  urls: readonly string[],
  feed: DataStreamsFeed,
  terms: Pick<PriceStreamOptions, 'limits' | 'headers'>,
  { most = Number.POSITIVE_INFINITY, isJson, rpcUrl }: WatchOptions,
): Promise<ExitCode> {
  const ended = Promise.withResolvers<void>()
  const stopListening = onStopSignal(() => ended.resolve())
  const clock = rpcUrl === undefined ? machineClock : await followChain(rpcUrl)
  let shown = 0
  let printing: Promise<void> = Promise.resolve()
  const stream = openPriceStream({
    urls,
    codec: createDataStreamsCodec(feed),
    ...terms,
    now: clock.now,
    onEvent(event) {
      if (shown >= most) return
      printing = printing
        .then(() => (isJson ? printJson(toJson(event)) : printText(toLine(event, clock.now()))))
        // Whoever reads has gone.
        .catch(ended.reject)
      if (event.type === 'used' && ++shown >= most) ended.resolve()
    },
  })
  try {
    await ended.promise
    await printing
    return exitCodes.ok
  } finally {
    stopListening()
    await stream.close()
    clock.close()
  }
}

const machineClock = { now: () => Date.now() / MS, close() {} }

/** The time of a chain's latest block, unix seconds. @throws if it does not answer at first. */
async function followChain(rpcUrl: string) {
  const client = createChainClient(rpcUrl)
  let at = 0
  const look = async () => {
    at = Number((await client.getBlock()).timestamp)
  }
  await look()
  // A chain that does not answer for a while has no later time.
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS)
  return { now: () => at, close: () => clearInterval(timer) }
}

function toLine(event: StreamEvent, nowAt: number): string {
  const { source } = event
  switch (event.type) {
    case 'connected':
      return `${source}: connected`
    case 'lost':
      return `${source}: lost, ${event.reason}; again in ${event.waitMs} ms`
    case 'refused':
      return `${source}: not used (${event.reason}): ${event.detail}`
    case 'gap':
      return `${source}: nothing for ${event.untilAt - event.fromAt} s`
    case 'used': {
      const { observedAt, priceWad, bidWad, askWad } = event.report
      const [price, bid, ask] = [priceWad, bidWad, askWad].map(formatUsd)
      const ageSec = nowAt - observedAt
      return `${new Date(observedAt * MS).toISOString()}  $${price}  bid ${bid}  ask ${ask}  ${ageSec.toFixed(1)} s old`
    }
  }
}

function toJson(event: StreamEvent): object {
  if (event.type !== 'used') return event
  const { source, type, report } = event
  const { observedAt, priceWad, bidWad, askWad, feedId, sequence, signedReport } = report
  return {
    source,
    type,
    feedId,
    observedAt,
    sequence: `${sequence}`,
    priceWad: `${priceWad}`,
    bidWad: `${bidWad}`,
    askWad: `${askWad}`,
    signedReport,
  }
}

function formatUsd(wad: bigint): string {
  return Number(formatUnits(wad, WAD_DECIMALS)).toFixed(2)
}
