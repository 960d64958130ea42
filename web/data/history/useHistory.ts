import { useQueryClient } from '@tanstack/react-query'
import type { Hex } from 'viem'
import { useSession } from '../../network/session.ts'
import { useHead } from '../useHead.ts'
import { againWhileBehind } from '../useLatest.ts'
import { type Reading, useReading } from '../useReading.ts'
import type { MarketHistory } from './history.ts'
import { readHistory } from './readHistory.ts'

/** The history of a market, for at least so many seconds before the index's newest block; nothing without an index. */
export function useHistory(market: Hex, spanSec: bigint): Reading<MarketHistory | undefined> {
  const queries = useQueryClient()
  const head = useHead()
  const { index } = useSession()
  const key = ['history', market] as const
  return useReading({
    key: [...key, String(spanSec)],
    isLive: true,
    isEnabled: index !== undefined,
    read: async ({ client }) => {
      if (index === undefined) return undefined
      const kept = queries.getQueriesData<MarketHistory>({ queryKey: key })
      const before = kept
        .flatMap(([, data]) => data ?? [])
        .toSorted((a, b) => Number(b.block.number - a.block.number))[0]
      return readHistory({ index, client, market, spanSec, before })
    },
    againMs: ({ data, error }) => againWhileBehind(head, data?.block, error),
  })
}
