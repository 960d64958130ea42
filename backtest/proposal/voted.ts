import {
  applySettings,
  formatMarketConfig,
  type MarketConfig,
  ProposalError,
  readSettings,
} from '../../governance/index.ts'
import type { PolicyVersion } from '../settings.ts'

/** What voters set of a market, as far as it decides the value in force. */
export type Voted = Pick<MarketConfig, 'policy' | 'bounds' | 'fallbackVector' | 'freshness'>

/** Voted settings as documents have them: each figure with its unit. */
export function formatVoted({ policy, bounds, fallbackVector, freshness }: Voted): object {
  return formatMarketConfig({ policy, bounds, fallbackVector, freshness } as MarketConfig)
}

/**
 * The other way round.
 *
 * @throws ProposalError for a field that is missing, unknown or out of its range, and for what the contract would refuse.
 */
export function parseVoted(plain: unknown): Voted {
  const { policy, bounds, fallback, freshness } = readSettings(JSON.stringify(plain))
  const voted = { policy, bounds, fallbackVector: fallback, freshness } as Voted
  if (!isWhole(voted, plain)) {
    const allowed = 'policy, bounds, fallback and freshness with all of their fields'
    throw new ProposalError([{ path: '', got: 'settings that are not complete', allowed }])
  }
  applySettings({ ...standIn, ...voted }, {})
  return voted
}

/** Nobody signs and nothing is measured where no figure depends on it. */
const standIn = {
  source: { pool: '0x', nativePool: '0x' },
  model: `0x${'0'.repeat(40)}`,
  coreHash: `0x${'0'.repeat(64)}`,
  reporters: [],
  threshold: 0n,
} as unknown as Omit<MarketConfig, keyof Voted>

function isWhole(voted: Voted, plain: unknown): boolean {
  try {
    return JSON.stringify(sortKeys(formatVoted(voted))) === JSON.stringify(sortKeys(plain))
  } catch {
    // A field that is not there has no text.
    return false
  }
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

/** What the simulator of a policy's market takes. */
export function toVersion({ policy, bounds, fallbackVector, freshness }: Voted): PolicyVersion {
  return { policy, bounds, fallback: fallbackVector, maxAgeSec: freshness.maxAgeSec }
}
