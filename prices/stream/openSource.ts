import type { PriceCodec, PricedReport } from '../codec.ts'
import { type RefusalReason, ReportRefusedError, refusalReasons } from '../errors.ts'
import { openConnection } from './openConnection.ts'
import { createReportFilter } from './reportFilter.ts'
import type { StreamLimits } from './settings.ts'

/** One source's record so far. */
export interface SourceCounts {
  /** Messages that were used. */
  used: number
  /** Messages that are not used, by reason. */
  refused: Readonly<Record<RefusalReason, number>>
  /** Messages that a newer one overtook before they were looked at. */
  skipped: number
  /** Times without a report of more than `gapSec`. */
  gaps: number
  connections: number
  losses: number
}

/** What happens at one source. */
export type SourceEvent =
  | { type: 'connected' }
  | { type: 'lost'; reason: string; waitMs: number }
  | { type: 'used'; report: PricedReport }
  | { type: 'refused'; reason: RefusalReason; detail: string }
  | { type: 'gap'; fromAt: number; untilAt: number }

interface SourceOptions {
  url: string
  codec: PriceCodec
  limits: StreamLimits
  headers?: (() => Readonly<Record<string, string>>) | undefined
  now(): number
  random(): number
  onEvent(event: SourceEvent): void
}

export interface Source {
  counts(): SourceCounts
  /** What is wrong with it; undefined: its last message was of use. */
  problem(): string | undefined
  close(): Promise<void>
}

/** One URL of a stream. Of messages that wait while one is checked only the newest is kept: memory stays small. */
export function openSource(options: SourceOptions): Source {
  const { url, codec, limits, headers, now, random, onEvent } = options
  const filter = createReportFilter({ codec, limits, now })
  const refused = Object.fromEntries(refusalReasons.map((reason) => [reason, 0])) as Record<
    RefusalReason,
    number
  >
  const counts = { used: 0, skipped: 0, gaps: 0, connections: 0, losses: 0 }
  let problem: string | undefined = 'has sent nothing yet'
  let waiting: string | undefined
  let working: Promise<void> | undefined
  let isClosed = false

  async function take(text: string): Promise<void> {
    const before = filter.last()
    try {
      const report = await filter.take(text)
      if (report === undefined || isClosed) return
      connection.noteUse()
      counts.used++
      problem = undefined
      if (before !== undefined && report.observedAt - before.observedAt > limits.gapSec) {
        counts.gaps++
        onEvent({ type: 'gap', fromAt: before.observedAt, untilAt: report.observedAt })
      }
      onEvent({ type: 'used', report })
    } catch (error) {
      if (!(error instanceof ReportRefusedError)) throw error
      if (isClosed) return
      refused[error.reason]++
      // A repeated report alone is a nuisance; that nothing else comes is found by the silence.
      if (error.reason !== 'not-newer') problem = `sends what is not used: ${error.detail}`
      onEvent({ type: 'refused', reason: error.reason, detail: error.detail })
    }
  }

  async function work(): Promise<void> {
    while (waiting !== undefined && !isClosed) {
      const text = waiting
      waiting = undefined
      await take(text)
    }
    working = undefined
  }

  const connection = openConnection({
    url,
    headers,
    silentAfterMs: limits.silentAfterMs,
    random,
    onOpen() {
      counts.connections++
      onEvent({ type: 'connected' })
    },
    onText(text) {
      if (waiting !== undefined) counts.skipped++
      waiting = text
      working ??= work()
    },
    onLost(reason, waitMs) {
      counts.losses++
      problem = reason
      onEvent({ type: 'lost', reason, waitMs })
    },
  })

  return {
    counts: () => ({ ...counts, refused: { ...refused } }),
    problem: () => problem,
    async close() {
      isClosed = true
      await connection.close()
      await working
    },
  }
}
