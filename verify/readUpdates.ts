import { type Address, type Hex, parseEventLogs } from 'viem'
import { riskParametersEvents } from '../abi/index.ts'
import {
  type Bounds,
  type Parameters,
  type Policy,
  type UpdateRecord,
  unpackUpdate,
} from '../core/index.ts'
import type { Freshness } from '../governance/index.ts'
import type { Dated, RawLog, Source } from '../observation/index.ts'
import type { EvidenceKind } from '../observation/proven/index.ts'
import { toBounds, toFreshness, toParameters, toPolicy } from './toBigints.ts'

/** Where an event stands in the chain. */
export interface Place {
  blockNumber: bigint
  logIndex: number
}

/** A value from an event, which holds from there on. */
export interface Placed<Value> extends Dated<Value>, Place {}

/** What an update came by: signed reports, a contract's own measurement, or a signed report that a contract measured again. */
export type UpdateEvidenceKind = 'signed' | Exclude<EvidenceKind, 'none'>

/** A contract of evidence has measured, and kept this. */
export interface Measurement extends Place {
  /** The contract. */
  reporter: Address
  kind: EvidenceKind
  /** Its two slots after it. */
  words: readonly [bigint, bigint]
  transactionHash: Hex
}

/** A report that the contract took, from its event: a confirmation too, whose old and new values are the same. */
export interface Update extends Omit<UpdateRecord, 'blockNumber'>, Place {
  marketId: Hex
  /** The block of the evidence; `blockNumber` is the block of the transaction. */
  observedBlockNumber: bigint
  transactionHash: Hex
  /** Signed until `readRecord` finds that a contract of evidence has measured. */
  evidenceKind: UpdateEvidenceKind
}

/** What a market's events say, each list in the order of the chain. */
export interface MarketRecord {
  sources: Placed<Source>[]
  policies: Placed<Policy>[]
  bounds: Placed<Bounds>[]
  fallbacks: Placed<Parameters>[]
  freshness: Placed<Freshness>[]
  reporters: Placed<readonly Address[]>[]
  /** Every change of the configuration: reports name the one that was stored as of their block. */
  configs: Place[]
  /** When a reader came to get the fallback until the next report: the market is new, resumed, or has a new source. */
  awaits: Place[]
  /** Values that moved with their bounds. */
  moves: Placed<{ oldValues: Parameters; newValues: Parameters }>[]
  updates: Update[]
  /** Of the contracts of evidence among the reporters; `readRecord` reads them, RiskParameters does not log them. */
  measurements: readonly Measurement[]
}

const createRecord = (): MarketRecord => ({
  sources: [],
  policies: [],
  bounds: [],
  fallbacks: [],
  freshness: [],
  reporters: [],
  configs: [],
  awaits: [],
  moves: [],
  updates: [],
  measurements: [],
})

/** Sorts the events of RiskParameters by market. */
export function readMarkets(logs: readonly RawLog[]): Map<Hex, MarketRecord> {
  const markets = new Map<Hex, MarketRecord>()
  for (const event of parseRiskLogs(logs)) {
    const { marketId } = event.args
    const market = markets.get(marketId) ?? createRecord()
    markets.set(marketId, market)
    addEvent(market, event)
  }
  return markets
}

// viem takes logs of its own type only; what it returns has the place of each.
const parseRiskLogs = (logs: readonly RawLog[]) =>
  parseEventLogs({ abi: riskParametersEvents, logs: logs as never })
type RiskEvent = ReturnType<typeof parseRiskLogs>[number]
type LogFacts = Place & { transactionHash: Hex }

function addEvent(market: MarketRecord, event: RiskEvent): void {
  const { blockNumber, logIndex, transactionHash } = event as unknown as LogFacts
  const place: Place = { blockNumber, logIndex }
  switch (event.eventName) {
    case 'MarketAdded': {
      const { source, policy, bounds, fallbackVector, freshness, reporters } = event.args.config
      market.sources.push({ ...place, value: source })
      market.policies.push({ ...place, value: toPolicy(policy) })
      market.bounds.push({ ...place, value: toBounds(bounds) })
      market.fallbacks.push({ ...place, value: toParameters(fallbackVector) })
      market.freshness.push({ ...place, value: toFreshness(freshness) })
      market.reporters.push({ ...place, value: reporters })
      market.configs.push(place)
      market.awaits.push(place)
      break
    }
    case 'SourceSet':
      market.sources.push({ ...place, value: event.args.newSource })
      market.configs.push(place)
      market.awaits.push(place)
      break
    case 'PolicySet':
      market.policies.push({ ...place, value: toPolicy(event.args.newPolicy) })
      market.configs.push(place)
      break
    case 'BoundsSet':
      market.bounds.push({ ...place, value: toBounds(event.args.newBounds) })
      market.configs.push(place)
      break
    case 'FallbackSet':
      market.fallbacks.push({ ...place, value: toParameters(event.args.newVector) })
      market.configs.push(place)
      break
    case 'FreshnessSet':
      market.freshness.push({ ...place, value: toFreshness(event.args.newFreshness) })
      market.configs.push(place)
      break
    case 'ReportersSet':
      market.reporters.push({ ...place, value: event.args.newReporters })
      market.configs.push(place)
      break
    case 'ModelSet':
      market.configs.push(place)
      break
    case 'MarketResumed':
      market.awaits.push(place)
      break
    case 'ValueMoved': {
      const [oldValues, newValues] = [event.args.oldValues, event.args.newValues].map(toParameters)
      if (oldValues === undefined || newValues === undefined) break
      market.moves.push({ ...place, value: { oldValues, newValues } })
      break
    }
    case 'Updated': {
      const { blockNumber: observedBlockNumber, ...record } = unpackUpdate(event.args.words)
      const { marketId } = event.args
      market.updates.push({
        ...record,
        ...place,
        marketId,
        observedBlockNumber,
        transactionHash,
        evidenceKind: 'signed',
      })
      break
    }
  }
}

/** Whether one event comes before another one. */
export function isBefore(a: Place, b: Place): boolean {
  return (
    a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.logIndex < b.logIndex)
  )
}
