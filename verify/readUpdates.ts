import { type Address, type Hex, parseEventLogs } from 'viem'
import { riskParametersEvents } from '../abi/index.ts'
import type { Observation, Parameters, Policy } from '../core/index.ts'
import type { Dated, RawLog, Source } from '../observation/index.ts'
import { toObservation, toParameters, toPolicy } from './toBigints.ts'

/** A report that the contract accepted, from its event. */
export interface Update {
  marketId: Hex
  kind: 'updated' | 'confirmed'
  epoch: bigint
  /** The block of the evidence. */
  observedBlockNumber: bigint
  observation: Observation
  target: Parameters
  oldValues: Parameters
  newValues: Parameters
  /** What was binding, 4 bits a parameter, the first lowest. */
  limits: bigint
  /** The block of the transaction. */
  blockNumber: bigint
  transactionHash: Hex
  logIndex: number
}

/** What a market's events say, in the order of the chain. */
export interface MarketRecord {
  sources: Dated<Source & { portfolio: Address }>[]
  policies: Dated<Policy>[]
  updates: Update[]
}

/** Sorts the events of RiskParameters by market. */
export function readMarkets(logs: readonly RawLog[]): Map<Hex, MarketRecord> {
  const markets = new Map<Hex, MarketRecord>()
  for (const event of parseEventLogs({ abi: riskParametersEvents, logs: logs as never })) {
    const { blockNumber } = event as unknown as { blockNumber: bigint }
    if (event.eventName === 'ModelSet') continue
    const { marketId } = event.args
    const market = markets.get(marketId) ?? { sources: [], policies: [], updates: [] }
    markets.set(marketId, market)
    if (event.eventName === 'MarketAdded') {
      const { source, policy } = event.args.config
      market.sources.push({ blockNumber, value: source })
      market.policies.push({ blockNumber, value: toPolicy(policy) })
    }
    if (event.eventName === 'SourceSet') {
      market.sources.push({ blockNumber, value: event.args.newSource })
    }
    if (event.eventName === 'PolicySet') {
      market.policies.push({ blockNumber, value: toPolicy(event.args.newPolicy) })
    }
    if (event.eventName === 'Updated' || event.eventName === 'Confirmed') {
      const { args } = event
      const isUpdate = event.eventName === 'Updated'
      const [oldValues, newValues] =
        'values' in args ? [args.values, args.values] : [args.oldValues, args.newValues]
      market.updates.push({
        marketId,
        kind: isUpdate ? 'updated' : 'confirmed',
        epoch: args.epoch,
        observedBlockNumber: args.blockNumber,
        observation: toObservation(args.observation),
        target: toParameters(args.target),
        oldValues: toParameters(oldValues),
        newValues: toParameters(newValues),
        limits: BigInt(args.limits),
        blockNumber,
        transactionHash: (event as unknown as { transactionHash: Hex }).transactionHash,
        logIndex: (event as unknown as { logIndex: number }).logIndex,
      })
    }
  }
  return markets
}
