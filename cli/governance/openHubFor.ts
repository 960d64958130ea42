import type { HubClient } from '../../snapshot/index.ts'
import type { Session } from './session.ts'

/** Opens Snapshot's services for a comparison that nothing should wait for long; undefined where the network names none. */
export function openHubFor({ network }: Session): (() => Promise<HubClient>) | undefined {
  if (network.hubUrl === undefined) return undefined
  return async () => {
    // Only here: Snapshot's package takes a second to load, which no other command has a use for.
    const { openHub } = await import('./openHub.ts')
    return openHub(network, { retries: 1, timeoutMs: 10_000, patienceMs: 10_000 })
  }
}
