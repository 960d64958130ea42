import type { RelayedVote } from '../../client/readSnapshotVote.ts'

/** Votes of Snapshot in one transaction: they share its cost, and a block has room for them. */
const MAX_VOTES = 20
/** Nodes refuse a transaction of more than 128 KiB; its words around the texts take a part of it. */
const MAX_BYTES = 90_000

/** Votes in batches that a transaction has room for: a long reason does not crowd out the others. */
export function batchVotes<Vote extends RelayedVote>(votes: readonly Vote[]): Vote[][] {
  const batches: Vote[][] = []
  let batch: Vote[] = []
  let bytes = 0
  for (const vote of votes) {
    const size = countBytes(vote)
    if (batch.length === MAX_VOTES || (batch.length > 0 && bytes + size > MAX_BYTES)) {
      batches.push(batch)
      batch = []
      bytes = 0
    }
    batch.push(vote)
    bytes += size
  }
  return batch.length > 0 ? [...batches, batch] : batches
}

function countBytes({ vote: { reason, app, metadata }, signature }: RelayedVote): number {
  return Buffer.byteLength(reason + app + metadata, 'utf8') + signature.length / 2
}
