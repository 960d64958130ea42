import { HarForecast } from '../harForecast.ts'
import { RollingMoments } from '../rollingMoments.ts'
import type { Rule } from '../rule.ts'
import { tradeBySigma } from './sigma.ts'

/** How far back the correlation is measured. */
const CORRELATION_DAYS = 30

/**
 * Generation 3 with a forecast of variance (HAR); with the trailing one before the first day is over. It remembers prices: one run, one
 * rule.
 */
export function createForecastSigmaRule(multiple: number): Rule {
  const forecast = new HarForecast()
  return {
    id: `sigma-${multiple}-forecast`,
    title: `band of ${multiple} daily standard deviations, forecast variance`,
    kind: 'plain',
    decide(view) {
      const { row } = view
      forecast.add(row.at, row.priceUsd6)
      const { varianceWad } = forecast
      return tradeBySigma(view, multiple, varianceWad >= 0 ? varianceWad : row.varianceWad)
    },
  }
}

/**
 * Generation 3 with a band that is 1 + rho / 2 times as wide, rho the correlation of the asset and the first further market over thirty
 * days, 0 before any is known: wider when markets move as one. Nothing is traded without a further market. It remembers prices: one
 * run, one rule.
 */
export function createCorrelationSigmaRule(multiple: number): Rule {
  const moments = new RollingMoments(2, CORRELATION_DAYS)
  return {
    id: `sigma-${multiple}-correlation`,
    title: `band of ${multiple} daily standard deviations, wider by the correlation with another market`,
    kind: 'plain',
    decide(view) {
      const { row } = view
      if (row.pricesUsd6.length < 2) return 0
      moments.add(row.at, row.pricesUsd6)
      const correlation = moments.correlation(0, 1)
      const width = correlation >= -1 ? 1 + correlation / 2 : 1
      return tradeBySigma(view, multiple * width, row.varianceWad)
    },
  }
}
