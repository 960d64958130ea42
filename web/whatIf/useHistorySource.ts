import { useMemo } from 'react'
import type { Hex } from 'viem'
import { type Reading, useReading } from '../data/useReading.ts'
import { useSession } from '../network/session.ts'
import { fetchShippedMarkets } from '../shipped/fetchShippedMarkets.ts'
import type { ShippedMarket } from '../shipped/marketsIndex.ts'
import { getSiteUrl } from '../shipped/siteUrl.ts'
import type { HistorySource } from './messages.ts'
import { readIndexedHistory } from './model/readIndexedHistory.ts'

const DAY_SEC = 86_400n
/** Indexed observations are asked for again after this time, milliseconds. */
const FRESH_MS = 600_000

/** `days:7`: of the index. `market:NAME`: recorded, and part of the site. */
export type HistoryChoice = `days:${number}` | `market:${string}`

export const indexedDays = [1, 7, 30] as const

/** Recorded markets that the model can be run over as if they were indexed: a segment each two minutes. */
export function useRecorded(): Reading<readonly ShippedMarket[]> {
  return useReading({
    key: ['shipped-markets'],
    read: () => fetchShippedMarkets(getSiteUrl()),
  })
}

/** Whether this network names an index. */
export function useHasIndex(): boolean {
  return useSession().index !== undefined
}

export interface SourceReading {
  source: HistorySource | undefined
  error: Error | null
  again: () => void
}

/** The history that was chosen. */
export function useHistorySource(
  market: Hex,
  choice: HistoryChoice,
  recorded: readonly ShippedMarket[] | undefined,
): SourceReading {
  const { index } = useSession()
  const days = choice.startsWith('days:') ? Number(choice.slice('days:'.length)) : undefined
  const indexed = useReading({
    key: ['observations', market, choice],
    isEnabled: days !== undefined && index !== undefined,
    freshMs: FRESH_MS,
    read: async () => {
      if (index === undefined) return undefined
      return {
        choice,
        history: await readIndexedHistory(index, market, BigInt(days ?? 0) * DAY_SEC),
      }
    },
  })
  const { data, error } = indexed
  const shipped = recorded?.find(({ name }) => choice === `market:${name}`)
  const source = useMemo((): HistorySource | undefined => {
    if (shipped !== undefined) return { kind: 'recorded', siteUrl: getSiteUrl(), market: shipped }
    // While another stretch is read, what was read before is of the one before.
    if (data?.choice !== choice) return undefined
    return { kind: 'given', history: data.history }
  }, [shipped, data, choice])
  return { source, error: days === undefined ? null : error, again: () => void indexed.refetch() }
}
