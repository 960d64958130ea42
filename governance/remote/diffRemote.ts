import type { Hex } from 'viem'
import { nameChange } from '../description.ts'
import { diffRemoteConfigs, type FieldDiff } from '../diffFields.ts'
import type { RemoteChange, RemoteConfig } from '../document.ts'
import { toRemoteConfig } from './remoteChange.ts'

/** What is known here of another chain. */
export interface RemoteStanding {
  /** As the network's file calls it. */
  name: string
  /** For how long its timelock holds back what was voted here; undefined: not known here. */
  delaySec: bigint | undefined
  /** What is in force there of each market that was asked for; undefined: no such market is there. */
  markets: ReadonlyMap<Hex, RemoteConfig | undefined>
}

/** Where a change takes effect, and when. */
export interface RemoteDiff {
  chainId: bigint
  /** Undefined: the network's file does not name the chain. */
  name?: string
  /** What is in force there: known, no such market, or not known here. */
  before: 'known' | 'none' | 'unknown'
  /** For how long the timelock there holds it back; undefined: not known here. */
  delaySec?: bigint
  /** Unix seconds; undefined: not known, or never. */
  earliestAt?: bigint
}

/** What a change on another chain does there, and what is known of that chain. */
export function diffRemote(
  change: RemoteChange,
  standing: RemoteStanding | undefined,
): {
  label: string
  market: Hex
  fields: readonly FieldDiff[]
  model: readonly []
  remote: RemoteDiff
} {
  const { market, chainId } = change
  const { name, delaySec, markets } = standing ?? {}
  const from = markets?.get(market)
  const before = markets?.has(market) ? (from === undefined ? 'none' : 'known') : 'unknown'
  return {
    label: `${nameChange(change)}${name === undefined ? '' : ` (${name})`}`,
    market,
    fields:
      change.change === 'remote-market' ? diffRemoteConfigs(from, toRemoteConfig(change)) : [],
    model: [],
    remote: {
      chainId,
      before,
      ...(name !== undefined && { name }),
      ...(delaySec !== undefined && { delaySec }),
    },
  }
}
