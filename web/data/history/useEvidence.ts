import type { Hex } from 'viem'
import { fetchEvidence, type UpdateEvidence } from '../../../query/index.ts'
import { type Reading, useReading } from '../useReading.ts'
import type { Push } from './pushes.ts'

/** What the index measured beside some pushes, by their ids; those are asked for that are shown. */
export function useEvidence(
  pushes: readonly Push[],
): Reading<ReadonlyMap<Hex, UpdateEvidence> | undefined> {
  const ids = pushes.map(({ id }) => id)
  return useReading({
    key: ['evidence', ids.join(' ')],
    isEnabled: ids.length > 0,
    read: async ({ index }) => (index === undefined ? undefined : fetchEvidence(index, ids)),
  })
}
