import type { Parameters } from '../../core/index.ts'
import { roundUsd6 } from '../roundUsd6.ts'
import type { Rule } from '../rule.ts'

/**
 * Follows the value in force, as docs/model.md says under "What a protocol does with them": outside the band, and an epoch or more after
 * the last trade, it trades min(x, max(lot, x min(1, A min(elapsed, interval) / epoch)), maxTrade) towards the return line,
 * x = |drift| - min(return, band). Nothing where no value is in force.
 *
 * @param kind `oracle` where the value is made with what nobody can know yet.
 */
export function createPolicyRule(
  id: string,
  title: string,
  kind: 'policy' | 'oracle' = 'policy',
): Rule {
  const inForce = new PolicyFigures()
  return {
    id,
    title,
    kind,
    decide(view) {
      if (view.parameters === undefined) return 0
      const { navUsd6, drift, epochSec } = view
      const elapsedSec = view.row.at - view.tradedAt
      if (elapsedSec < epochSec) return 0
      inForce.read(view.parameters)
      const distance = drift < 0 ? -drift : drift
      if (!(distance > inForce.band)) return 0
      const excess = distance - inForce.back
      const passedSec = Math.min(elapsedSec, inForce.intervalSec)
      const share = Math.min(1, (inForce.aggressiveness * passedSec) / epochSec)
      const size = Math.min(excess, Math.max(inForce.lot, excess * share))
      const cappedUsd6 = Math.min(size * navUsd6, inForce.maxTradeUsd6)
      return roundUsd6(drift > 0 ? -cappedUsd6 : cappedUsd6)
    },
  }
}

/** The parameters as shares and dollars: they change once an epoch, and are read at each step. */
class PolicyFigures {
  band = 0
  /** The lower of return and band. */
  back = 0
  lot = 0
  aggressiveness = 0
  intervalSec = 0
  maxTradeUsd6 = 0
  private source: Parameters | undefined

  read(parameters: Parameters): void {
    if (parameters === this.source) return
    this.source = parameters
    this.band = Number(parameters.bandPips) / 1e6
    this.back = Math.min(this.band, Number(parameters.returnPips) / 1e6)
    this.lot = Number(parameters.lotPips) / 1e6
    this.aggressiveness = Number(parameters.aggressivenessPips) / 1e6
    this.intervalSec = Number(parameters.intervalSec)
    this.maxTradeUsd6 = Number(parameters.maxTradeUsd) * 1e6
  }
}
