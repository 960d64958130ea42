import { boundsGroups, boundsSpecs, policySpecs, vectorSpecs } from '../../governance/fields.ts'
import { diffConfigs, type FieldDiff, type MarketConfig } from '../../governance/index.ts'
import { findConfigIssues } from '../../governance/rules.ts'
import type { Voted } from './voted.ts'

/** Paths of settings that no run of the backtester reads. */
const UNREAD = /^(source|model|reporters|threshold|freshness\.report)/

/** The fields of which the value in force may depend that differ, as documents name them. */
export function listChangedFields(inForce: MarketConfig, proposed: MarketConfig): FieldDiff[] {
  return diffConfigs(inForce, proposed).filter(({ path }) => !UNREAD.test(path))
}

/**
 * The proposal with one field as it is in force.
 *
 * @returns undefined where the contract would refuse that: the field can only change together with others.
 */
export function putBack(
  proposed: MarketConfig,
  inForce: MarketConfig,
  path: string,
): MarketConfig | undefined {
  const next = structuredClone(proposed) as MarketConfig
  const [to, from] = [findGroup(next, path), findGroup(inForce, path)]
  const field = findField(path)
  to[field] = from[field] as bigint
  return findConfigIssues(next).length > 0 ? undefined : next
}

type Group = Record<string, bigint>

function findGroup(config: Voted, path: string): Group {
  const [first = '', second = '', third] = path.split('.')
  if (first === 'fallback') return config.fallbackVector as unknown as Group
  const group = config[first as 'policy' | 'bounds' | 'freshness'] as unknown as Group
  return third === undefined ? group : (group[second] as unknown as Group)
}

function findField(path: string): string {
  const [first = '', second = '', third] = path.split('.')
  const specs =
    first === 'policy'
      ? policySpecs
      : first === 'freshness'
        ? [{ name: 'maxAge', field: 'maxAgeSec' }]
        : [...vectorSpecs, ...boundsSpecs]
  const name = third ?? second
  const found = specs.find((spec) => spec.name === name)
  // `bounds.min` and its like are groups of documents; each of their fields has a name of its own.
  if (found === undefined || (third !== undefined && !(second in boundsGroups))) {
    throw new Error(`no field of a document is called ${path}`)
  }
  return found.field
}
