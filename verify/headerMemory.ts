import type { PublicClient } from 'viem'
import { keepHeader, type ProvenHeader } from './proof/header.ts'
import { readHeaderBatches } from './readChain.ts'

/** Reads headers, and keeps them for the next time. */
export interface HeaderMemory {
  /** As `readHeaders`; of what was read before, only the last block is asked for again. */
  read(
    client: PublicClient,
    from: bigint,
    to: bigint,
    onProgress?: (done: number, total: number) => void,
  ): Promise<ProvenHeader[]>
}

/**
 * A memory of headers of one chain, from one block on. A header whose fields do not give its hash is read again the next
 * time, and so are all after it.
 */
export function createHeaderMemory(): HeaderMemory {
  let kept: readonly ProvenHeader[] = []
  return {
    async read(client, from, to, onProgress = () => {}) {
      const known = await findStanding(client, kept, from)
      const headers = known.filter(({ number }) => number <= to)
      const total = Number(to - from) + 1
      if (headers.length > 0) onProgress(headers.length, total)
      const parent = headers.at(-1)
      const rest = readHeaderBatches(client, from + BigInt(headers.length), to, parent)
      for await (const blocks of rest) {
        for (const block of blocks) headers.push(keepHeader(block))
        if (headers.length > kept.length || parent === undefined) kept = takeHashed(headers)
        onProgress(headers.length, total)
      }
      return headers
    },
  }
}

/** What is kept, if the chain still has its last block. */
async function findStanding(
  client: PublicClient,
  kept: readonly ProvenHeader[],
  from: bigint,
): Promise<readonly ProvenHeader[]> {
  const last = kept.at(-1)
  if (last === undefined || kept[0]?.number !== from) return []
  const block = await client.getBlock({ blockNumber: last.number }).catch(() => undefined)
  return block?.hash === last.hash ? kept : []
}

function takeHashed(headers: readonly ProvenHeader[]): ProvenHeader[] {
  const at = headers.findIndex(({ isHashed }) => !isHashed)
  return at === -1 ? [...headers] : headers.slice(0, at)
}
