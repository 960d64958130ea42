import { type Reading, useReading } from '../../data/useReading.ts'
import { listOrigins } from '../../network/limitConnections.ts'
import { useSession } from '../../network/session.ts'
import { readReplica } from '../../operations/readReplica.ts'
import type { ReplicaNow } from '../../operations/words.ts'

/** How often replicas are asked while the page is seen, milliseconds. */
const AGAIN_MS = 5_000
/** The same where none of them can be read. */
const SILENT_AGAIN_MS = 20_000

/** Every replica of the network as it answers now, asked again while the page is seen. */
export function useReplicas(): Reading<readonly ReplicaNow[]> {
  const { network } = useSession()
  const urls = network.replicaUrls
  return useReading({
    key: ['replicas', urls],
    isEnabled: urls.length > 0,
    againMs: ({ data: replicas }) => {
      const isSilent = replicas?.every(({ answer }) => answer.kind !== 'answers') ?? false
      return isSilent ? SILENT_AGAIN_MS : AGAIN_MS
    },
    read: (_, signal) => {
      const allowed = [location.origin, ...listOrigins(network)]
      return Promise.all(
        urls.map(async (url) => ({
          url,
          name: new URL(url).host,
          answer: await readReplica(url, allowed, signal),
        })),
      )
    },
  })
}
