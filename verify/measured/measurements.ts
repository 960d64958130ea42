import {
  type Address,
  getAddress,
  type Hex,
  isAddressEqual,
  parseEventLogs,
  toEventSelector,
} from 'viem'
import { provenReporterAbi } from '../../abi/index.ts'
import type { RawLog } from '../../observation/index.ts'
import { evidenceKinds } from '../../observation/proven/index.ts'
import { isBefore, type MarketRecord, type Measurement, type Update } from '../readUpdates.ts'

/** topic0 of `Measured`. */
export const measuredTopic: Hex = toEventSelector(
  provenReporterAbi.find((item) => item.type === 'event' && item.name === 'Measured') as never,
)

/** Every account that was ever among a market's reporters, each once. */
export function listReporters(markets: ReadonlyMap<Hex, MarketRecord>): Address[] {
  const all = [...markets.values()].flatMap(({ reporters }) =>
    reporters.flatMap(({ value }) => [...value]),
  )
  return [...new Set(all)]
}

/** Measurements by market, in the order of the chain. */
export function readMeasurements(logs: readonly RawLog[]): Map<Hex, Measurement[]> {
  const markets = new Map<Hex, Measurement[]>()
  // viem takes logs of its own type only; what it returns has the place of each.
  for (const event of parseEventLogs({ abi: provenReporterAbi, logs: logs as never })) {
    if (event.eventName !== 'Measured') continue
    const { marketId, kind, state } = event.args
    const { blockNumber, logIndex, transactionHash, address: reporter } = event
    const measurements = markets.get(marketId) ?? []
    markets.set(marketId, measurements)
    measurements.push({
      blockNumber,
      logIndex,
      transactionHash,
      reporter: getAddress(reporter),
      kind: evidenceKinds[kind] ?? 'none',
      words: state,
    })
  }
  return markets
}

/**
 * The measurement that an update rests on: the last one of its transaction that one of the market's reporters made for a
 * report, after any other update of the market there; undefined: the update rests on signatures.
 */
export function findMeasurement(market: MarketRecord, update: Update): Measurement | undefined {
  const reporters = market.reporters.findLast((entry) => isBefore(entry, update))?.value ?? []
  const earlier = market.updates.findLast((one) => isBefore(one, update))
  return market.measurements.findLast(
    (one) =>
      one.transactionHash === update.transactionHash &&
      one.kind !== 'none' &&
      isBefore(one, update) &&
      (earlier === undefined || isBefore(earlier, one)) &&
      reporters.some((reporter) => isAddressEqual(reporter, one.reporter)),
  )
}

/** Joins what contracts of evidence have logged to a market: its measurements, and which updates rest on them. */
export function addMeasurements(market: MarketRecord, measurements: readonly Measurement[]): void {
  market.measurements = measurements
  for (const update of market.updates) {
    const kind = findMeasurement(market, update)?.kind ?? 'none'
    update.evidenceKind = kind === 'none' ? 'signed' : kind
  }
}

/** What the contract had kept before a measurement; undefined: nothing, it was its first. */
export function findKeptBefore(
  { measurements }: MarketRecord,
  measurement: Measurement,
): Measurement | undefined {
  return measurements.findLast(
    (one) => isAddressEqual(one.reporter, measurement.reporter) && isBefore(one, measurement),
  )
}

/** The measurements without a report since the last one with a report: nothing else checks what they kept. */
export function listSilent(market: MarketRecord, measurement: Measurement): Measurement[] {
  const silent: Measurement[] = []
  let at = findKeptBefore(market, measurement)
  while (at !== undefined && at.kind === 'none') {
    silent.unshift(at)
    at = findKeptBefore(market, at)
  }
  return silent
}
