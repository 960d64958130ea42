import type { Address, Hex } from 'viem'
import { applyChange } from './applyChange.ts'
import { listChangeKeys, listMarkets } from './changeKey.ts'
import {
  type Change,
  type Document,
  type Draft,
  type DraftChange,
  type HomeChange,
  type HomeDraftChange,
  type MarketConfig,
  type RemoteChange,
  toMarketConfig,
} from './document.ts'
import { type Issue, ProposalError } from './errors.ts'
import { toPlainDocument } from './formatDocument.ts'
import { formatMarket } from './marketNames.ts'
import { parseDocument } from './readDraft.ts'
import { findChainIssues } from './remote/findChainIssues.ts'
import { isRemote, type RemoteChain } from './remote/remoteChange.ts'
import { findChangeIssues, findConfigIssues, findHistoryIssues } from './rules.ts'

/**
 * Completes a draft with what is in force: each change becomes the whole of what the contract will store, after all
 * earlier changes of the same draft. Reporters are sorted.
 *
 * @param current - The configuration of each market that there is, by its id in small letters.
 * @param historyBlocks - How many of its blocks' hashes the chain keeps; without it as many as EIP-2935 says.
 * @param chains - The other chains that a vote can reach; without it, any.
 * @throws ProposalError with every issue: whatever the contract would refuse, a change that changes nothing, a kind of
 *   change twice for one market, a market that is not there, or is there and would be added; a chain that is not there.
 */
export function completeDraft(
  draft: Draft,
  current: ReadonlyMap<Hex, MarketConfig>,
  historyBlocks = HISTORY_BLOCKS,
  chains: readonly RemoteChain[] | undefined = undefined,
): Document {
  const { changes, issues } = completeChanges(draft.changes, current, historyBlocks, chains)
  if (issues.length > 0) throw new ProposalError(issues)
  const { title, summary } = draft
  return parseDocument(
    toPlainDocument({ title, summary, changes: changes.map(({ change }) => change) }),
  )
}

/** A change, and its place in the draft, 0 the first. */
export interface PlacedChange {
  index: number
  change: Change
}

/**
 * Completes each change of a draft as far as that is possible. A change with an issue is among them where it is known what
 * it would set: a largest value below the least one can be shown, and is refused.
 */
export function completeChanges(
  parts: readonly DraftChange[],
  current: ReadonlyMap<Hex, MarketConfig>,
  historyBlocks = HISTORY_BLOCKS,
  chains: readonly RemoteChain[] | undefined = undefined,
): { changes: PlacedChange[]; issues: Issue[] } {
  const markets = new Map(current)
  const find: FindIssues = (config) => [
    ...findConfigIssues(config),
    ...findHistoryIssues(config, historyBlocks),
  ]
  const issues: Issue[] = []
  const seen = new Set<string>()
  const changes = parts.flatMap((part, index): PlacedChange[] => {
    const report = (path: string, got: string, allowed: string) =>
      issues.push({ path: `changes.${index}.${path}`, got, allowed })
    const keys = listChangeKeys(part)
    const again = keys.filter((key, place) => seen.has(key) || keys.indexOf(key) < place)
    if (again.length > 0) {
      const allowed = 'one change of each kind for a market; join the two'
      for (const key of new Set(again)) report('change', `a second ${key}`, allowed)
      return []
    }
    for (const key of keys) seen.add(key)
    const { change, found } = isRemote(part)
      ? completeRemote(part, markets, chains)
      : completeChange(part, markets, find)
    for (const { path, got, allowed } of found) report(path, got, allowed)
    return change === undefined ? [] : [{ index, change }]
  })
  return { changes, issues }
}

/** Hashes that a chain keeps for contracts: EIP-2935. */
const HISTORY_BLOCKS = 8_191n

/** What a change says that changes nothing. */
export const NOTHING_NEW = 'what is in force already'

type FindIssues = (config: MarketConfig) => Issue[]

/** A completed change, and what is wrong with it. */
interface Completed {
  change?: Change
  found: readonly Issue[]
}

function completeChange(
  part: HomeDraftChange,
  markets: Map<Hex, MarketConfig>,
  find: FindIssues,
): Completed {
  if (part.change === 'market') return completeAddition(part, markets, find)
  const parts = listMarkets(part).map((market, place) =>
    completeFor(
      market,
      part,
      part.change === 'model' ? `markets.${place}` : undefined,
      markets,
      find,
    ),
  )
  const change = parts[0]?.change
  // What is wrong with a model is so for each of its markets.
  const issues = parts.flatMap(({ found }) => found)
  const found = [...new Map(issues.map((issue) => [serialize(issue), issue])).values()]
  return change === undefined ? { found } : { change, found }
}

/** A market on another chain follows one of this chain. Its settings are whole in the draft already. */
function completeRemote(
  change: RemoteChange,
  markets: ReadonlyMap<Hex, MarketConfig>,
  chains: readonly RemoteChain[] | undefined,
): Completed {
  const found = [...findChangeIssues(change), ...findChainIssues(change, chains)]
  if (markets.has(change.market)) return { change, found }
  return { change, found: [...found, { path: 'market', ...missingMarket(change.market, markets) }] }
}

/** A market that is not there. */
function missingMarket(market: Hex, markets: ReadonlyMap<Hex, MarketConfig>) {
  const names = [...markets.keys()].map(formatMarket)
  const allowed = `one of ${names.join(', ') || 'none so far'}, or one that is added before`
  return { got: formatMarket(market), allowed }
}

function completeAddition(
  part: Extract<DraftChange, { change: 'market' }>,
  markets: Map<Hex, MarketConfig>,
  find: FindIssues,
): Completed {
  const isKnown = markets.has(part.market)
  const change = { ...part, reporters: sortAddresses(part.reporters) }
  const config = toMarketConfig(change)
  markets.set(part.market, config)
  if (!isKnown) return { change, found: find(config) }
  const allowed = 'a market that does not exist yet; change its parts instead'
  return { found: [{ path: 'market', got: formatMarket(part.market), allowed }] }
}

/** Completes a change for one market, which has it from then on. `place`: where the draft names the market among several. */
function completeFor(
  market: Hex,
  part: Exclude<HomeDraftChange, { change: 'market' }>,
  place: string | undefined,
  markets: Map<Hex, MarketConfig>,
  find: FindIssues,
): Completed {
  const config = markets.get(market)
  if (config === undefined) {
    return { found: [{ path: place ?? 'market', ...missingMarket(market, markets) }] }
  }
  const change = merge(part, config)
  const next = applyChange(config, change)
  markets.set(market, next)
  if (change.change !== 'resume' && serialize(next) === serialize(config)) {
    const allowed = 'values other than those in force, or no such change'
    return { found: [{ path: place ?? change.change, got: NOTHING_NEW, allowed }] }
  }
  // A fault of an earlier change is reported at that change only.
  const old = new Set(find(config).map(serialize))
  const found = find(next).filter((issue) => !old.has(serialize(issue)))
  return { change, found }
}

/** A configuration after a change as a person drafts it: of a group only what the draft names is different. */
export function applyDraftChange(
  config: MarketConfig,
  part: Exclude<HomeDraftChange, { change: 'market' }>,
): MarketConfig {
  return applyChange(config, merge(part, config))
}

function merge(
  part: Exclude<HomeDraftChange, { change: 'market' }>,
  config: MarketConfig,
): Exclude<HomeChange, { change: 'market' }> {
  switch (part.change) {
    case 'policy':
      return { ...part, policy: { ...config.policy, ...part.policy } as MarketConfig['policy'] }
    case 'bounds':
      return { ...part, bounds: mergeBounds(config.bounds, part.bounds) }
    case 'fallback': {
      const fallback = { ...config.fallbackVector, ...part.fallback }
      return { ...part, fallback: fallback as MarketConfig['fallbackVector'] }
    }
    case 'reporters': {
      const { reporters = config.reporters, threshold = config.threshold } = part
      return { ...part, reporters: sortAddresses(reporters), threshold }
    }
    case 'freshness': {
      const freshness = { ...config.freshness, ...part.freshness }
      return { ...part, freshness: freshness as MarketConfig['freshness'] }
    }
    case 'source':
      return { ...part, source: { ...config.source, ...part.source } as MarketConfig['source'] }
    case 'model':
    case 'resume':
      return part
  }
}

type Bounds = MarketConfig['bounds']

function mergeBounds(
  bounds: Bounds,
  part: Extract<DraftChange, { change: 'bounds' }>['bounds'],
): Bounds {
  return {
    min: { ...bounds.min, ...part.min },
    max: { ...bounds.max, ...part.max },
    stepUp: { ...bounds.stepUp, ...part.stepUp },
    stepDown: { ...bounds.stepDown, ...part.stepDown },
    budget: { ...bounds.budget, ...part.budget },
    budgetWindowSec: part.budgetWindowSec ?? bounds.budgetWindowSec,
    cooldownSec: part.cooldownSec ?? bounds.cooldownSec,
  } as Bounds
}

function sortAddresses(addresses: readonly Address[]): Address[] {
  return addresses.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}

const serialize = (value: unknown) =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
