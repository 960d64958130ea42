// Conditions of the contract beyond the range of each field: contracts/libraries/MarketRules.sol and SourceRules.sol,
// with every breach at once.

import { zeroAddress, zeroHash } from 'viem'
import type { Bounds } from '../core/bounds.ts'
import {
  type Change,
  type MarketConfig,
  type ModelConfig,
  type RemoteMarketChange,
  type SourceConfig,
  toMarketConfig,
} from './document.ts'
import type { Issue } from './errors.ts'
import {
  boundsGroups,
  type FieldSpec,
  type Freshness,
  freshnessSpecs,
  policySpecs,
  type RemoteTiming,
  sourceSpecs,
  timingSpecs,
  vectorSpecs,
} from './fields.ts'
import { formatField, STANDARD_MODEL } from './scalars.ts'

/** Everything that the contract would refuse about a whole configuration; paths are within it. */
export function findConfigIssues(config: MarketConfig): Issue[] {
  return [
    ...findBoundsIssues(config.bounds),
    ...findFallbackIssues(config),
    ...findEpochIssues(config),
    ...findFreshnessIssues(config.freshness),
    ...findReporterIssues(config),
    ...findSourceIssues(config.source),
    ...findModelIssues(config),
  ]
}

/** A report may be as old as the hashes that a chain keeps, and no older. */
export function findHistoryIssues({ freshness }: MarketConfig, historyBlocks: bigint): Issue[] {
  const { reportAgeBlocks } = freshness
  if (reportAgeBlocks <= historyBlocks) return []
  const most = formatField(reportAgeBlocksSpec, historyBlocks)
  const allowed = `${most} or fewer, whose hashes the chain keeps`
  const got = formatField(reportAgeBlocksSpec, reportAgeBlocks)
  return [{ path: 'freshness.reportAgeBlocks', got, allowed }]
}

/** Faults of a change that the contract would refuse for any market; paths are within the change. */
export function findChangeIssues(change: Change): Issue[] {
  switch (change.change) {
    case 'bounds':
      return findBoundsIssues(change.bounds)
    case 'freshness':
      return findFreshnessIssues(change.freshness)
    case 'reporters':
      return findReporterIssues(change)
    case 'source':
      return findSourceIssues(change.source)
    case 'market':
      return findConfigIssues(toMarketConfig(change))
    case 'model':
      return findModelIssues(change)
    case 'remote-market':
      return findRemoteIssues(change)
    default:
      return []
  }
}

function findBoundsIssues({ min, max }: Bounds): Issue[] {
  return boundsGroups.max.flatMap((spec) => {
    const [least, largest] = [min[spec.field], max[spec.field]]
    if (least <= largest) return []
    const allowed = `${formatField(spec, least)}, its min, or more; raise it or lower the min`
    return [{ path: `bounds.max.${spec.name}`, got: formatField(spec, largest), allowed }]
  })
}

/** What RemoteParameters refuses of a configuration. */
function findRemoteIssues({ bounds, fallback, timing }: RemoteMarketChange): Issue[] {
  const { epochSec, maxAgeSec, messageAgeSec } = timing
  const issue = (field: keyof RemoteTiming, allowed: string): Issue => {
    const spec = specOf(timingSpecs, field)
    return { path: `timing.${spec.name}`, got: formatField(spec, timing[field]), allowed }
  }
  const [epoch, maxAge] = [specOf(timingSpecs, 'epochSec'), specOf(timingSpecs, 'maxAgeSec')]
  return [
    ...findBoundsIssues(bounds),
    ...findFallbackIssues({ bounds, fallbackVector: fallback }),
    ...(maxAgeSec < epochSec
      ? [issue('maxAgeSec', `${formatField(epoch, epochSec)}, the epoch, or more`)]
      : []),
    ...(messageAgeSec > maxAgeSec
      ? [issue('messageAgeSec', `${formatField(maxAge, maxAgeSec)}, the maxAge, or less`)]
      : []),
  ]
}

function findFallbackIssues({
  bounds,
  fallbackVector,
}: Pick<MarketConfig, 'bounds' | 'fallbackVector'>): Issue[] {
  return vectorSpecs.flatMap((spec) => {
    const value = fallbackVector[spec.field]
    const [min, max] = [bounds.min[spec.field], bounds.max[spec.field]]
    if (value >= min && value <= max) return []
    const range = `${formatField(spec, min)} to ${formatField(spec, max)}`
    const allowed = `${range}, its bounds; change the one that is wrong first`
    return [{ path: `fallback.${spec.name}`, got: formatField(spec, value), allowed }]
  })
}

const specOf = <Spec extends FieldSpec>(specs: readonly Spec[], field: Spec['field']): Spec =>
  specs.find((spec) => spec.field === field) as Spec
const epochSpec = specOf(policySpecs, 'epochSec')
const maxAgeSpec = specOf(freshnessSpecs, 'maxAgeSec')
const reportAgeBlocksSpec = specOf(freshnessSpecs, 'reportAgeBlocks')
const reportAgeSpec = specOf(freshnessSpecs, 'reportAgeSec')
const maxPriceDeviationSpec = specOf(sourceSpecs, 'maxPriceDeviationPips')

function findEpochIssues({
  freshness: { maxAgeSec },
  policy: { epochSec },
}: MarketConfig): Issue[] {
  if (maxAgeSec >= epochSec) return []
  const allowed = `${formatField(epochSpec, epochSec)}, the epoch, or more`
  return [{ path: 'freshness.maxAge', got: formatField(maxAgeSpec, maxAgeSec), allowed }]
}

function findFreshnessIssues({ maxAgeSec, reportAgeSec }: Freshness): Issue[] {
  if (reportAgeSec <= maxAgeSec) return []
  const allowed = `${formatField(maxAgeSpec, maxAgeSec)}, the maxAge, or less`
  return [{ path: 'freshness.reportAge', got: formatField(reportAgeSpec, reportAgeSec), allowed }]
}

function findReporterIssues({
  reporters,
  threshold,
}: Pick<MarketConfig, 'reporters' | 'threshold'>): Issue[] {
  const issues: Issue[] = []
  if (threshold > BigInt(reporters.length)) {
    const allowed = `1 to ${reporters.length}, the number of reporters`
    issues.push({ path: 'threshold', got: `${threshold}`, allowed })
  }
  for (const [index, reporter] of reporters.entries()) {
    const previous = reporters[index - 1] ?? zeroAddress
    if (BigInt(reporter) > BigInt(previous)) continue
    const allowed = 'addresses in ascending order, nobody twice, not the zero address'
    issues.push({ path: `reporters.${index}`, got: `${reporter} after ${previous}`, allowed })
  }
  return issues
}

function findSourceIssues(source: SourceConfig): Issue[] {
  const issues = findFeedIssues(source)
  const { pool, nativePool } = source
  if ((pool === zeroAddress) === (nativePool === zeroAddress)) return issues
  const path = pool === zeroAddress ? 'source.pool' : 'source.nativePool'
  return [...issues, { path, got: 'the zero address', allowed: 'both pools or neither' }]
}

/** How far the mean price may be from the signed one is said with a feed, and with a feed only. */
function findFeedIssues({ priceFeed, maxPriceDeviationPips }: SourceConfig): Issue[] {
  const hasFeed = priceFeed !== zeroAddress
  if (hasFeed === maxPriceDeviationPips > 0n) return []
  const allowed = hasFeed ? '0.0001 % to 50 % beside a priceFeed' : '0 % without a priceFeed'
  const got = formatField(maxPriceDeviationSpec, maxPriceDeviationPips)
  return [{ path: 'source.maxPriceDeviation', got, allowed }]
}

/** The standard model's hash is the contract's own; another model's is voted with it. */
function findModelIssues({ model, coreHash }: ModelConfig): Issue[] {
  if ((model === zeroAddress) === (coreHash === zeroHash)) return []
  if (model === zeroAddress) {
    const allowed = `none beside model: ${STANDARD_MODEL}; remove it`
    return [{ path: 'coreHash', got: coreHash, allowed }]
  }
  const allowed = 'the hash of the Wasm core whose twin the model is: 0x and 64 hex digits'
  return [{ path: 'coreHash', got: 'nothing', allowed }]
}
