import type { Logger } from 'pino'
import type { PricedReport } from '../../prices/codec.ts'
import { authorize } from '../../prices/dataStreams/authorize.ts'
import { createDataStreamsCodec } from '../../prices/dataStreams/createDataStreamsCodec.ts'
import {
  openPriceStream,
  type PriceStream,
  type StreamEvent,
} from '../../prices/stream/openPriceStream.ts'
import type { Conditions } from '../health/keepConditions.ts'
import type { LoadedPrices } from '../readConfigFile.ts'
import type { PriceMetrics } from './priceMetrics.ts'
import type { PricesConfig } from './pricesSettings.ts'

interface OpenPricesOptions {
  settings: PricesConfig
  loaded: LoadedPrices
  log: Logger
  metrics: PriceMetrics
  conditions: Pick<Conditions<'prices'>, 'set'>
  /** Unix seconds; of a replayed chain the latest block's. */
  clock(): number
}

/** A stream of signed prices, as a bot listens to it. */
export interface PriceDesk {
  /** Notes how the stream is. Call it in every turn, once the time is known: the first call begins to listen. */
  review(): void
  /** The freshest report that a block of this time takes; undefined: there is none, and the work goes on without. */
  freshest(blockAt: bigint): PricedReport | undefined
  close(): Promise<void>
}

/** From so long a time between two reports on, a gap is told, seconds. */
const GAP_SEC = 10
const WAD = 1e18

export function openPrices(options: OpenPricesOptions): PriceDesk {
  const { settings, loaded, log, metrics, conditions, clock } = options
  const { credentials } = loaded
  let stream: PriceStream | undefined
  let isClosed = false

  function open(): PriceStream {
    return openPriceStream({
      urls: loaded.urls,
      codec: createDataStreamsCodec({
        feedId: settings.feedId,
        signers: settings.signers,
        faults: settings.f,
      }),
      limits: {
        maxAgeSec: Number(settings.maxAge),
        maxAheadSec: Number(settings.maxAhead),
        silentAfterMs: Number(settings.silentAfter) * 1_000,
        gapSec: GAP_SEC,
      },
      headers: credentials && ((url) => authorize(url, credentials, Date.now())),
      now: clock,
      onEvent: tell,
    })
  }

  function tell({ source, ...event }: StreamEvent): void {
    switch (event.type) {
      case 'used':
        metrics.reports.inc({ source, outcome: 'used' })
        return
      case 'refused':
        metrics.reports.inc({ source, outcome: event.reason })
        log.debug({ event: 'price-refused', source, reason: event.reason }, event.detail)
        return
      case 'gap':
        metrics.gaps.inc({ source })
        log.debug({ event: 'price-gap', source, fromAt: event.fromAt, untilAt: event.untilAt })
        return
      case 'connected':
        log.info({ event: 'prices-connected', source }, 'listens to signed prices')
        return
      case 'lost':
        metrics.losses.inc({ source })
        log.warn({ event: 'prices-lost', source, waitMs: event.waitMs }, event.reason)
    }
  }

  return {
    review() {
      if (isClosed) return
      stream ??= open()
      const price = stream.freshest()
      const isSilent = price === undefined
      const silence = `no signed price of the last ${settings.maxAge} s; the work goes on without`
      conditions.set('prices', isSilent ? silence : undefined)
      metrics.ageSec.set(price === undefined ? Number.NaN : clock() - price.observedAt)
      metrics.priceUsd.set(price === undefined ? Number.NaN : Number(price.priceWad) / WAD)
      for (const { source, problem } of stream.sources()) {
        conditions.set('prices', problem && `${source}: ${problem}`, source)
      }
    },
    freshest: (blockAt) => stream?.freshest(Number(blockAt)),
    async close() {
      isClosed = true
      await stream?.close()
    },
  }
}
