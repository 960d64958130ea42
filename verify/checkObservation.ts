import type { Observation } from '../core/index.ts'
import {
  computeObservation,
  computeSegmentsBySource,
  decodePoolLogs,
  type MarketObservation,
  planReadings,
  type Reading,
} from '../observation/index.ts'
import { type Comparison, compare, createStep, differ, join, type Step } from './compare.ts'
import type { Evidence } from './evidence.ts'
import { readReading } from './readReading.ts'
import type { Update } from './readUpdates.ts'

// In the place of what is not told: the measured figures are compared without it.
const nothing: Reading = { navUsd6: 0n, curvaturePips: 0n, horizonSec: 0n, dataFeeWei: 0n }

/**
 * Rebuilds the observation: the measured figures from headers and logs up to the observed block, the told ones by calls
 * at it.
 *
 * @throws VerifySourceError if the node does not have the observed block's state.
 */
export async function checkObservation(evidence: Evidence, update: Update): Promise<Step[]> {
  const { headers, poolLogs, market, core, client } = evidence
  const { observedBlockNumber } = update
  const upTo = headers.filter(({ number }) => number <= observedBlockNumber)
  const hashes = new Set(upTo.map(({ hash }) => hash))
  const history = {
    policies: market.policies,
    // A source that was set later closes no segment up to here.
    sources: market.sources.filter(({ blockNumber }) => blockNumber < observedBlockNumber),
  }
  const bySource = computeSegmentsBySource({
    headers: upTo,
    history,
    getPoolEvents: (pool) => {
      const logs = poolLogs.get(pool) ?? []
      const known = logs.filter(({ blockHash }) => blockHash !== null && hashes.has(blockHash))
      return decodePoolLogs(known, upTo, pool)
    },
  })
  const segments = bySource.at(-1) ?? []
  const request = planReadings(bySource, history).find(
    ({ blockNumber }) => blockNumber === observedBlockNumber,
  )
  const told = request && (await readReading(client, request))
  const readings = new Map([[observedBlockNumber, told ?? nothing]])
  const rebuilt = computeObservation(segments, { policies: market.policies, readings, core })
  const text = `${upTo.length} headers, ${segments.length} segments of 120 s`
  return [compareMeasured(update, rebuilt, text), compareTold(update, request?.portfolio, told)]
}

function compareMeasured(
  update: Update,
  rebuilt: MarketObservation | undefined,
  text: string,
): Step {
  const name = 'observation'
  if (rebuilt?.blockNumber !== update.observedBlockNumber) {
    const closed = rebuilt?.blockNumber
    const what =
      closed === undefined ? 'gives no observation' : `closed its last segment at block ${closed}`
    return createStep(name, text, differ(`the chain up to that block ${what}`))
  }
  const { navUsd6, curvaturePips, horizonSec, dataFeeWei, ...measured } = rebuilt.observation
  const figures = compareFigures(update.observation, measured)
  return createStep(name, `${text}: ${formatFigures(measured)}`, figures)
}

function compareTold(
  { observation, observedBlockNumber }: Update,
  portfolio: string | undefined,
  told: Reading | undefined,
): Step {
  const name = 'portfolio'
  const at = `at block ${observedBlockNumber}`
  if (portfolio === undefined) {
    const difference = differ(`no segment of a market with a portfolio ends ${at}`)
    return createStep(name, `nothing is read ${at}`, difference)
  }
  if (told === undefined) {
    const who = `the portfolio ${portfolio} or the chain's fee oracle`
    const difference = differ(`${who} does not answer ${at}: there is no observation`)
    return createStep(name, `asked ${at}`, difference)
  }
  const text = `${portfolio} and the chain's fee oracle tell ${at}: ${formatFigures(told)}`
  return createStep(name, text, compareFigures(observation, told))
}

export function formatFigures(figures: Partial<Observation>): string {
  return Object.entries(figures)
    .map(([field, value]) => `${field} ${value}`)
    .join(', ')
}

export function compareFigures(stored: Observation, computed: Partial<Observation>): Comparison {
  return join(
    ...Object.entries(computed).map(([field, value]) =>
      compare(field, stored[field as keyof Observation], value),
    ),
  )
}
