// Decodes a proposal's call if contract and function belong to this project. Other calls stay undecoded.

import { Bytes, Entity, ethereum } from '@graphprotocol/graph-ts'
import {
  BoundsVersion,
  FallbackVersion,
  FreshnessVersion,
  Governor,
  Market,
  ModelVersion,
  ParameterVector,
  PolicyVersion,
  ProposalCall,
  ReportersVersion,
  SourceVersion,
} from '../../build/subgraph/generated/schema'
import {
  BOUNDS_FIELDS,
  BOUNDS_VECTORS,
  FRESHNESS_FIELDS,
  POLICY_FIELDS,
  SOURCE_FIELDS,
  VECTOR_FIELDS,
} from './fields'
import { ProposalChanges } from './proposalChanges'
import { hasSelector, nameOf, SELECTOR_BYTES } from './selectors'

const POLICY =
  '(uint32,uint32,uint32,uint32,uint32,uint32,uint64,uint32,uint32,uint32,uint32,uint32,uint32,uint32,uint32,uint32)'
const VECTOR = '(uint32,uint32,uint40,uint32,uint16,uint32,uint32,uint32)'
const FRESHNESS = '(uint32,uint32,uint32)'
const SOURCE =
  '(address,address,address,address,bool,uint8,bool,uint8,bool,uint8,uint64,uint64,address,uint32)'

// The parts of a market's configuration after its source.
const CONFIG_MODEL: i32 = 5
const CONFIG_THRESHOLD: i32 = 7
const CONFIG_REPORTERS: i32 = 8

/** The setters of the Governor and its timelock, and below each the setting that its one argument becomes. */
const SETTERS: string[] = [
  'setVotingDelay(uint48)',
  'setVotingPeriod(uint32)',
  'setProposalThreshold(uint256)',
  'updateQuorumNumerator(uint256)',
  'setLateQuorumVoteExtension(uint48)',
  'setSnapshotSpace(string)',
  'updateTimelock(address)',
  'updateDelay(uint256)',
]
const SETTINGS: string[] = [
  'votingDelaySec',
  'votingPeriodSec',
  'proposalThresholdVotes',
  'quorumPercent',
  'voteExtensionSec',
  'snapshotSpace',
  'timelock',
  'timelockMinDelaySec',
]
/** The last of them is the timelock's. */
const GOVERNOR_SETTERS: i32 = 7

/** Sets what a call of RiskParameters does and saves it with its changes; false: not one of its functions. */
export function decodeMarketCall(call: ProposalCall): bool {
  const vectors = [VECTOR, VECTOR, VECTOR, VECTOR, VECTOR].join(',')
  const bounds = `(${vectors},uint32,uint32)`
  const config = `(${POLICY},${bounds},${VECTOR},${FRESHNESS},${SOURCE},address,bytes32,uint32,address[])`
  let tuple = decodeArguments(call, `addMarket(bytes32,${config})`, true)
  if (tuple !== null) {
    saveMarketCall(call, tuple)
    addConfig(call, tuple[1].toTuple())
    return true
  }
  tuple = decodeArguments(call, `setPolicy(bytes32,${POLICY})`, false)
  if (tuple !== null) {
    const market = saveMarketCall(call, tuple)
    addPolicy(new ProposalChanges(call), tuple[1].toTuple(), market)
    return true
  }
  tuple = decodeArguments(call, `setBounds(bytes32,${bounds})`, false)
  if (tuple !== null) {
    const market = saveMarketCall(call, tuple)
    addBounds(new ProposalChanges(call), tuple[1].toTuple(), market)
    return true
  }
  tuple = decodeArguments(call, `setFallback(bytes32,${VECTOR})`, false)
  if (tuple !== null) {
    const market = saveMarketCall(call, tuple)
    addFallback(new ProposalChanges(call), tuple[1].toTuple(), market)
    return true
  }
  tuple = decodeArguments(call, `setFreshness(bytes32,${FRESHNESS})`, false)
  if (tuple !== null) {
    const market = saveMarketCall(call, tuple)
    addFreshness(new ProposalChanges(call), tuple[1].toTuple(), market)
    return true
  }
  tuple = decodeArguments(call, `setSource(bytes32,${SOURCE})`, false)
  if (tuple !== null) {
    const market = saveMarketCall(call, tuple)
    const changes = new ProposalChanges(call)
    addSource(changes, tuple[1].toTuple(), market)
    changes.addSwitch('isAwaitingEvidence', market, true)
    return true
  }
  tuple = decodeArguments(call, 'setReporters(bytes32,address[],uint32)', true)
  if (tuple !== null) {
    const market = saveMarketCall(call, tuple)
    addReporters(new ProposalChanges(call), tuple, 1, 2, market)
    return true
  }
  tuple = decodeArguments(call, 'setModel(bytes32[],address,bytes32)', true)
  if (tuple !== null) {
    addModels(call, tuple)
    return true
  }
  return (
    decodeSwitch(call, 'halt(bytes32)', 'isHalted') ||
    decodeSwitch(call, 'useFallback(bytes32)', 'isOnFallback') ||
    decodeResume(call)
  )
}

/** Sets what a call of the Governor, or of its timelock, to itself does and saves it; false: not a setter. */
export function decodeSetting(call: ProposalCall, governor: Governor, isTimelock: bool): bool {
  const first = isTimelock ? GOVERNOR_SETTERS : 0
  const end = isTimelock ? SETTERS.length : GOVERNOR_SETTERS
  for (let i = first; i < end; i++) {
    const tuple = decodeArguments(call, SETTERS[i], SETTINGS[i] == 'snapshotSpace')
    if (tuple === null) continue
    call.save()
    const changes = new ProposalChanges(call)
    changes.addFields('governor.', [SETTINGS[i]], tuple, 0, governor)
    return true
  }
  return false
}

/** The arguments of a call of this function, whose name the call then has; null: another one, or they do not decode. */
function decodeArguments(
  call: ProposalCall,
  signature: string,
  isDynamic: bool,
): ethereum.Tuple | null {
  const data = call.callData
  if (!hasSelector(data, signature)) return null
  const types = signature.slice(signature.indexOf('('))
  // If a type has no fixed length, the decoder expects a tuple behind its own offset.
  const offset = isDynamic ? 32 : 0
  const encoded = new Bytes(offset + data.length - SELECTOR_BYTES)
  if (isDynamic) encoded[offset - 1] = 32
  for (let i = SELECTOR_BYTES; i < data.length; i++) encoded[offset + i - SELECTOR_BYTES] = data[i]
  const value = ethereum.decode(types, encoded)
  if (value === null || value.kind != ethereum.ValueKind.TUPLE) return null
  call.functionName = nameOf(signature)
  return value.toTuple()
}

/** Saves a call whose first argument is a market's id, and returns the market; null: there is none yet. */
function saveMarketCall(call: ProposalCall, tuple: ethereum.Tuple): Market | null {
  const marketId = tuple[0].toBytes()
  call.marketId = marketId
  call.save()
  return Market.load(marketId)
}

function decodeSwitch(call: ProposalCall, signature: string, field: string): bool {
  const tuple = decodeArguments(call, signature, false)
  if (tuple === null) return false
  const market = saveMarketCall(call, tuple)
  new ProposalChanges(call).addSwitch(field, market, true)
  return true
}

function decodeResume(call: ProposalCall): bool {
  const tuple = decodeArguments(call, 'resume(bytes32)', false)
  if (tuple === null) return false
  const market = saveMarketCall(call, tuple)
  const changes = new ProposalChanges(call)
  changes.addSwitch('isHalted', market, false)
  changes.addSwitch('isOnFallback', market, false)
  changes.addSwitch('isAwaitingEvidence', market, true)
  return true
}

/** A model is set for several markets at once; the call is of one market only if it names one. */
function addModels(call: ProposalCall, tuple: ethereum.Tuple): void {
  const markets = tuple[0].toBytesArray()
  if (markets.length == 1) call.marketId = markets[0]
  call.save()
  const changes = new ProposalChanges(call)
  for (let i = 0; i < markets.length; i++) {
    changes.turnTo(markets[i])
    addModel(changes, tuple, 1, Market.load(markets[i]))
  }
}

/** A new market has nothing to differ from. */
function addConfig(call: ProposalCall, config: ethereum.Tuple): void {
  const changes = new ProposalChanges(call)
  addPolicy(changes, config[0].toTuple(), null)
  addBounds(changes, config[1].toTuple(), null)
  addFallback(changes, config[2].toTuple(), null)
  addFreshness(changes, config[3].toTuple(), null)
  addSource(changes, config[4].toTuple(), null)
  addModel(changes, config, CONFIG_MODEL, null)
  addReporters(changes, config, CONFIG_REPORTERS, CONFIG_THRESHOLD, null)
}

function addPolicy(changes: ProposalChanges, tuple: ethereum.Tuple, market: Market | null): void {
  const old = PolicyVersion.load(market === null ? noId() : market.policy)
  changes.addFields('policy.', POLICY_FIELDS, tuple, 0, old)
}

function addBounds(changes: ProposalChanges, tuple: ethereum.Tuple, market: Market | null): void {
  const old = BoundsVersion.load(market === null ? noId() : market.bounds)
  const vectors = BOUNDS_VECTORS.length
  for (let i = 0; i < vectors; i++) {
    const name = BOUNDS_VECTORS[i]
    const prefix = `bounds.${name}.`
    changes.addFields(prefix, VECTOR_FIELDS, tuple[i].toTuple(), 0, loadVector(old, name))
  }
  changes.addFields('bounds.', BOUNDS_FIELDS, tuple, vectors, old)
}

function addFallback(changes: ProposalChanges, tuple: ethereum.Tuple, market: Market | null): void {
  const old = FallbackVersion.load(market === null ? noId() : market.fallbackVector)
  changes.addFields('fallbackVector.', VECTOR_FIELDS, tuple, 0, loadVector(old, 'values'))
}

function addFreshness(
  changes: ProposalChanges,
  tuple: ethereum.Tuple,
  market: Market | null,
): void {
  const old = FreshnessVersion.load(market === null ? noId() : market.freshness)
  changes.addFields('freshness.', FRESHNESS_FIELDS, tuple, 0, old)
}

function addSource(changes: ProposalChanges, tuple: ethereum.Tuple, market: Market | null): void {
  const old = SourceVersion.load(market === null ? noId() : market.source)
  changes.addFields('source.', SOURCE_FIELDS, tuple, 0, old)
}

function addModel(
  changes: ProposalChanges,
  tuple: ethereum.Tuple,
  first: i32,
  market: Market | null,
): void {
  const old = ModelVersion.load(market === null ? noId() : market.model)
  changes.addFields('', ['model', 'coreHash'], tuple, first, old)
}

function addReporters(
  changes: ProposalChanges,
  tuple: ethereum.Tuple,
  reporters: i32,
  threshold: i32,
  market: Market | null,
): void {
  const old = ReportersVersion.load(market === null ? noId() : market.reporters)
  changes.addFields('', ['reporters'], tuple, reporters, old)
  changes.addFields('', ['threshold'], tuple, threshold, old)
}

function loadVector(version: Entity | null, name: string): Entity | null {
  if (version === null) return null
  const id = version.get(name)
  return ParameterVector.load(id === null ? noId() : id.toBytes())
}

/** The id of nothing. */
function noId(): Bytes {
  return new Bytes(0)
}
