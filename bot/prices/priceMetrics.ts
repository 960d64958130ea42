import { refusalReasons } from '../../prices/errors.ts'
import { nameSources } from '../../prices/stream/openPriceStream.ts'
import type { openRegistry } from '../health/loopMetrics.ts'

/** Why a transaction has no signed price with it, or that it has one. */
const carryOutcomes = [
  'carried',
  /** The stream has none that is young enough. */
  'silent',
  /** The feed has one that is as fresh. */
  'kept',
  /** The feed, or its verifier, refuses it. */
  'refused',
] as const
export type CarryOutcome = (typeof carryOutcomes)[number]

/** What a listener to signed prices counts. */
export function createPriceMetrics(
  { gauge, counter }: ReturnType<typeof openRegistry>,
  urls: readonly string[],
) {
  const metrics = {
    ageSec: gauge('price_age_seconds', 'Age of the freshest signed price; NaN: there is none'),
    priceUsd: gauge('price_usd', 'The freshest signed price, dollars; NaN: there is none'),
    reports: counter('price_reports_total', 'Messages of the stream, by what became of them', [
      'source',
      'outcome',
    ]),
    gaps: counter('price_gaps_total', 'Times of more than 10 s without a report', ['source']),
    losses: counter('price_losses_total', 'Connections that ended', ['source']),
    carried: counter('prices_carried_total', 'Transactions tried, by their signed price', [
      'outcome',
    ]),
  }
  for (const outcome of carryOutcomes) metrics.carried.inc({ outcome }, 0)
  for (const source of nameSources(urls)) {
    metrics.gaps.inc({ source }, 0)
    metrics.losses.inc({ source }, 0)
    for (const outcome of ['used', ...refusalReasons]) {
      metrics.reports.inc({ source, outcome }, 0)
    }
  }
  return metrics
}

export type PriceMetrics = ReturnType<typeof createPriceMetrics>
