// Handles the events of voters' settings, reports and the guardian. Segments that end by an event's block are closed
// before the event counts.

import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  BoundsSet,
  FallbackSet,
  FreshnessSet,
  MarketAdded,
  MarketHalted,
  MarketOnFallback,
  MarketResumed,
  ModelSet,
  PolicySet,
  PushFailed,
  ReportersSet,
  SourceSet,
  Updated,
  ValueMoved,
} from '../../build/subgraph/generated/RiskParameters/RiskParameters'
import {
  Market,
  MarketSwitch,
  MarketWindow,
  RiskParameters,
  SourceVersion,
  ValueMove,
} from '../../build/subgraph/generated/schema'
import { restartWindow } from './closeMarket'
import { closeSegments, countHeader } from './closeSegments'
import { followReporters } from './followReporters'
import { followSources } from './followSources'
import { factId } from './ids'
import { toInt8 } from './integers'
import { savePushFailure, saveUpdate } from './pushes'
import { registerMarket } from './registry'
import { skipEvent } from './skipFact'
import {
  NEW_VALUES_PART,
  OLD_VALUES_PART,
  saveBounds,
  saveFallback,
  saveFreshness,
  saveModel,
  savePolicy,
  saveReporters,
  saveSource,
  saveVector,
} from './versions'

export function handleBlock(block: ethereum.Block): void {
  countHeader(block)
}

export function handleMarketAdded(event: MarketAdded): void {
  closeSegments(event.block)
  const id = event.params.marketId
  const config = event.params.config
  if (Market.load(id) !== null) {
    skipEvent(event, 'MarketAdded', 'the market exists already', id)
    return
  }
  const fallback = saveFallback(event, id, config.fallbackVector)
  const source = saveSource(event, id, config.source)
  const market = new Market(id)
  market.addedBlockNumber = toInt8(event.block.number)
  market.addedAt = toInt8(event.block.timestamp)
  market.policy = savePolicy(event, id, config.policy)
  market.bounds = saveBounds(event, id, config.bounds)
  market.fallbackVector = fallback.id
  market.freshness = saveFreshness(event, id, config.freshness)
  const reporters = changetype<Bytes[]>(config.reporters)
  market.reporters = saveReporters(event, id, reporters, config.threshold)
  market.source = source.id
  market.model = saveModel(event, id, config.model, config.coreHash)
  market.values = fallback.values
  market.isHalted = false
  market.isOnFallback = false
  market.isAwaitingEvidence = true
  market.updateCount = 0
  market.confirmationCount = 0
  market.failureCount = 0
  market.save()
  registerMarket(id)
  followReporters(reporters, event.block)

  const window = new MarketWindow(id)
  window.market = id
  startSource(window, source, event.block)

  const contract = fetchRiskParameters(event.address)
  contract.marketCount = contract.marketCount + 1
  contract.save()
}

export function handlePolicySet(event: PolicySet): void {
  const market = loadMarket(event, 'PolicySet', event.params.marketId)
  if (market === null) return
  market.policy = savePolicy(event, market.id, event.params.newPolicy)
  market.save()
}

export function handleBoundsSet(event: BoundsSet): void {
  const market = loadMarket(event, 'BoundsSet', event.params.marketId)
  if (market === null) return
  market.bounds = saveBounds(event, market.id, event.params.newBounds)
  market.save()
}

export function handleFallbackSet(event: FallbackSet): void {
  const market = loadMarket(event, 'FallbackSet', event.params.marketId)
  if (market === null) return
  const fallback = saveFallback(event, market.id, event.params.newVector)
  market.fallbackVector = fallback.id
  // Without evidence the next push steps from the fallback.
  if (market.observedAt == 0) market.values = fallback.values
  market.save()
}

export function handleReportersSet(event: ReportersSet): void {
  const market = loadMarket(event, 'ReportersSet', event.params.marketId)
  if (market === null) return
  const reporters = changetype<Bytes[]>(event.params.newReporters)
  market.reporters = saveReporters(event, market.id, reporters, event.params.newThreshold)
  market.save()
  followReporters(reporters, event.block)
}

export function handleFreshnessSet(event: FreshnessSet): void {
  const market = loadMarket(event, 'FreshnessSet', event.params.marketId)
  if (market === null) return
  market.freshness = saveFreshness(event, market.id, event.params.newFreshness)
  if (market.observedAt != 0) {
    market.expiresAt = market.observedAt + toInt8(event.params.newFreshness.maxAgeSec)
  }
  market.save()
}

export function handleSourceSet(event: SourceSet): void {
  const market = loadMarket(event, 'SourceSet', event.params.marketId)
  if (market === null) return
  const source = saveSource(event, market.id, event.params.newSource)
  market.source = source.id
  market.isAwaitingEvidence = true
  market.save()
  const window = MarketWindow.load(market.id)
  if (window !== null) startSource(window, source, event.block)
}

export function handleModelSet(event: ModelSet): void {
  const market = loadMarket(event, 'ModelSet', event.params.marketId)
  if (market === null) return
  market.model = saveModel(event, market.id, event.params.newModel, event.params.newCoreHash)
  market.save()
}

export function handleValueMoved(event: ValueMoved): void {
  const market = loadMarket(event, 'ValueMoved', event.params.marketId)
  if (market === null) return
  const move = new ValueMove(factId(event))
  move.market = market.id
  move.oldValues = saveVector(event, OLD_VALUES_PART, event.params.oldValues)
  move.newValues = saveVector(event, NEW_VALUES_PART, event.params.newValues)
  move.blockNumber = toInt8(event.block.number)
  move.blockAt = toInt8(event.block.timestamp)
  move.transactionHash = event.transaction.hash
  move.save()
  market.values = move.newValues
  market.save()
}

export function handleMarketHalted(event: MarketHalted): void {
  const market = loadMarket(event, 'MarketHalted', event.params.marketId)
  if (market === null) return
  market.isHalted = true
  market.save()
  saveSwitch(event, market.id, 'HALTED', event.params.account)
}

export function handleMarketOnFallback(event: MarketOnFallback): void {
  const market = loadMarket(event, 'MarketOnFallback', event.params.marketId)
  if (market === null) return
  market.isOnFallback = true
  market.save()
  saveSwitch(event, market.id, 'ON_FALLBACK', event.params.account)
}

export function handleMarketResumed(event: MarketResumed): void {
  const market = loadMarket(event, 'MarketResumed', event.params.marketId)
  if (market === null) return
  market.isHalted = false
  market.isOnFallback = false
  market.isAwaitingEvidence = true
  market.save()
  saveSwitch(event, market.id, 'RESUMED', event.params.account)
}

export function handleUpdated(event: Updated): void {
  const market = loadMarket(event, 'Updated', event.params.marketId)
  if (market !== null) saveUpdate(event, market, event.params.words)
}

export function handlePushFailed(event: PushFailed): void {
  closeSegments(event.block)
  savePushFailure(event, event.params.marketId, event.params.observedAt, event.params.refusal)
}

/** The market of an event, after closing what is due; null, and a skipped fact, if there is none. */
function loadMarket(event: ethereum.Event, name: string, id: Bytes): Market | null {
  closeSegments(event.block)
  const market = Market.load(id)
  if (market === null) skipEvent(event, name, 'no such market', id)
  return market
}

function startSource(window: MarketWindow, source: SourceVersion, block: ethereum.Block): void {
  restartWindow(window, source, toInt8(block.timestamp))
  followSources(block)
}

function fetchRiskParameters(address: Bytes): RiskParameters {
  const contract = RiskParameters.load(address)
  if (contract !== null) return contract
  const created = new RiskParameters(address)
  created.marketCount = 0
  return created
}

function saveSwitch(event: ethereum.Event, market: Bytes, kind: string, account: Bytes): void {
  const fact = new MarketSwitch(factId(event))
  fact.kind = kind
  fact.market = market
  fact.account = account
  fact.blockNumber = toInt8(event.block.number)
  fact.blockAt = toInt8(event.block.timestamp)
  fact.transactionHash = event.transaction.hash
  fact.save()
}
