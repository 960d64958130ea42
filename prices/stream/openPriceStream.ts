import type { PriceCodec, PricedReport } from '../codec.ts'
import { openSource, type SourceCounts, type SourceEvent } from './openSource.ts'
import { isNewer } from './reportFilter.ts'
import type { StreamLimits } from './settings.ts'

/** An event of a stream, and at which of its sources. */
export type StreamEvent = SourceEvent & { source: string }

export interface PriceStreamOptions {
  /** Of one or more sources of the same reports (ws or wss), all of which are listened to at once. */
  urls: readonly string[]
  codec: PriceCodec
  limits: StreamLimits
  /** What a source is sent when it is connected to, such as a provider's credentials. */
  headers?: ((url: string) => Readonly<Record<string, string>>) | undefined
  /** Unix seconds; against it reports are ahead, or old. */
  now(): number
  onEvent?: ((event: StreamEvent) => void) | undefined
  /** 0 to 1; the platform's by default. */
  random?: (() => number) | undefined
}

/** What is known of one source. */
interface SourceStatus {
  /** Scheme, host and port; with a number where two share them. The rest of a URL may be a key. */
  source: string
  /** What is wrong with it; undefined: its last message was of use. */
  problem: string | undefined
  counts: SourceCounts
}

export interface PriceStream {
  /**
   * The freshest report whose signatures count, of whichever source; undefined: there is none that is young enough.
   *
   * @param untilAt - None that was observed after this, unix seconds: a block refuses a report of its own future.
   */
  freshest(untilAt?: number): PricedReport | undefined
  sources(): readonly SourceStatus[]
  close(): Promise<void>
}

/** So many reports of the past are kept, of as many seconds, for blocks that are behind. */
const KEPT_REPORTS = 128

/** Listens to a stream of signed prices until it is closed. Whatever its sources send, nothing is thrown. */
export function openPriceStream(options: PriceStreamOptions): PriceStream {
  const { urls, codec, limits, headers, now, onEvent = () => {}, random = Math.random } = options
  /** Of distinct seconds, ascending. */
  const kept: PricedReport[] = []

  function keep(report: PricedReport): void {
    let at = kept.length
    while (at > 0 && isNewer(kept[at - 1] as PricedReport, report)) at--
    // The last report of a second stands for it.
    const before = kept[at - 1]
    if (before?.observedAt === report.observedAt) kept[at - 1] = report
    else if (kept[at]?.observedAt !== report.observedAt) kept.splice(at, 0, report)
    if (kept.length > KEPT_REPORTS) kept.shift()
  }

  const names = nameSources(urls)
  const sources = urls.map((url, at) => {
    const source = names[at] as string
    return openSource({
      url,
      codec,
      limits,
      headers: headers && (() => headers(url)),
      now,
      random,
      onEvent(event) {
        if (event.type === 'used') keep(event.report)
        onEvent({ ...event, source })
      },
    })
  })

  return {
    freshest(untilAt = Number.POSITIVE_INFINITY) {
      const nowAt = now()
      const found = kept.findLast(({ observedAt }) => observedAt <= untilAt)
      if (found === undefined || nowAt - found.observedAt > limits.maxAgeSec) return undefined
      return found.expiresAt > nowAt ? found : undefined
    },
    sources: () =>
      sources.map((one, at) => {
        const source = names[at] as string
        return { source, problem: one.problem(), counts: one.counts() }
      }),
    async close() {
      await Promise.all(sources.map((one) => one.close()))
    },
  }
}

/** Names of sources for logs and metrics: they show no more of a URL than its origin. */
export function nameSources(urls: readonly string[]): string[] {
  const origins = urls.map((url) => {
    const { protocol, host } = new URL(url)
    return `${protocol}//${host}`
  })
  return origins.map((origin, at) => {
    const isShared = origins.indexOf(origin) !== origins.lastIndexOf(origin)
    return isShared ? `${origin} #${at + 1}` : origin
  })
}
