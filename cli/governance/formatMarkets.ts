import { stringify } from 'yaml'
import { describeAge } from '../../client/describeAge.ts'
import { type Parameters, parameterFields } from '../../core/index.ts'
import {
  formatMarket,
  formatMarketConfig,
  formatParameter,
  type MarketConfig,
  nameParameter,
} from '../../governance/index.ts'
import type { UpdateEvidence } from '../../query/index.ts'
import { describeEvidence } from './describeEvidence.ts'

/** What a market holds now. */
export interface InForce {
  status: string
  /** The fallback stands in until the next report: the market is new, was resumed, or has a new source. */
  isAwaitingEvidence: boolean
  /** Age of the evidence; undefined if there is none yet. */
  ageSec: bigint | undefined
  values: Parameters
}

/** A line of at most `columns` for each market, or two where it would be longer. */
export function formatMarkets(
  rows: readonly (InForce & { name: string; maxAgeSec: bigint })[],
  columns: number,
): string[] {
  if (rows.length === 0) return ['no markets yet']
  const width = Math.max(...rows.map(({ name }) => name.length))
  return rows.flatMap(({ name, status, ageSec, values, maxAgeSec }) => {
    const band = formatParameter('bandPips', values.bandPips)
    const head = `${name.padEnd(width)}  ${status.padEnd(8)}`
    const rest = `  band ${band}, ${describeAge(ageSec, maxAgeSec)}`
    return head.length + rest.length <= columns ? [head + rest] : [head.trimEnd(), rest]
  })
}

/**
 * A market: what is in force and for how long, and what was voted, as drafts have it.
 *
 * @param evidence - Of the latest update, from the index; undefined: it is not known.
 */
export function formatMarketPage(
  id: `0x${string}`,
  { status, isAwaitingEvidence, ageSec, values }: InForce,
  config: MarketConfig,
  evidence?: UpdateEvidence,
): string {
  const inForce = parameterFields.map((field) => [
    nameParameter(field),
    formatParameter(field, values[field]),
  ])
  const page = {
    market: formatMarket(id),
    status: isAwaitingEvidence ? `${status}, until the next report` : status,
    evidence: describeAge(ageSec, config.freshness.maxAgeSec),
    ...(evidence !== undefined && describeEvidence(evidence)),
    'in force': Object.fromEntries(inForce),
    voted: formatMarketConfig(config),
  }
  return stringify(page, { lineWidth: 0 }).trimEnd()
}
