import type { LocalMarket } from '../local/localMarket.ts'

/** What is set for a market on another chain (contracts/interfaces/bridge/IRemoteParameters.sol). */
export interface RemoteConfig extends Pick<LocalMarket, 'bounds' | 'fallbackVector'> {
  /** A field moves by at most a step in an epoch of that chain's own clock. */
  epochSec: bigint
  /** The reader gets the fallback once the evidence is older. */
  maxAgeSec: bigint
  /** A message whose evidence is older when it comes is refused. */
  messageAgeSec: bigint
}

/** The same bounds as at home, by the other chain's own clock. */
export function createRemoteConfig({
  bounds,
  fallbackVector,
  freshness,
  policy,
}: Pick<LocalMarket, 'bounds' | 'fallbackVector' | 'freshness' | 'policy'>): RemoteConfig {
  const { maxAgeSec } = freshness
  return { bounds, fallbackVector, epochSec: policy.epochSec, maxAgeSec, messageAgeSec: maxAgeSec }
}
