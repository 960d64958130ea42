import type { HubClient } from '../../snapshot/index.ts'
import { openHub } from './openHub.ts'
import type { Session } from './session.ts'

/** Opens Snapshot's services for a comparison that nothing should wait for long; undefined where the network names none. */
export function openHubFor({ network }: Session): (() => HubClient) | undefined {
  if (network.hubUrl === undefined) return undefined
  return () => openHub(network, { retries: 1, timeoutMs: 10_000, patienceMs: 10_000 })
}
