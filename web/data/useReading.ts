import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { BaseError } from '../../core/errors.ts'
import { cutUrls } from '../../http/cutUrls.ts'
import { describeNodeFailure } from '../../http/explainNodeFailure.ts'
import { type Session, useSession } from '../network/session.ts'

export interface ReadingOptions<Data> {
  /** Names what is read, with all that it depends on; bigints as text. */
  key: readonly unknown[]
  read: (session: Session, signal: AbortSignal) => Promise<Data>
  /** Read again when a block comes. */
  isLive?: boolean
  /** Nothing is read without it. */
  isEnabled?: boolean
  /** For how long it counts as fresh, milliseconds; for ever without it, until a block comes if it is live. */
  freshMs?: number
  /** After which time it is read again without a block, milliseconds; undefined: not. `error` is of the latest reading. */
  againMs?: (latest: { data: Data | undefined; error: Error | null }) => number | undefined
}

/** What is read from chain, index or hub, as TanStack Query keeps it: while it is read anew, what was read before stays. */
export type Reading<Data> = UseQueryResult<Data, Error>

/**
 * Reads something and keeps it. A failure that may pass is tried once more by the rooms below, and shown then: the page has a
 * button to read again.
 *
 * @example
 * const markets = useReading({ key: ['markets'], read: ({ client }) => ..., isLive: true })
 */
export function useReading<Data>(options: ReadingOptions<Data>): Reading<Data> {
  const session = useSession()
  const {
    key,
    read,
    isLive = false,
    isEnabled = true,
    freshMs = Number.POSITIVE_INFINITY,
    againMs,
  } = options
  return useQuery<Data>({
    queryKey: key,
    queryFn: ({ signal }) => read(session, signal),
    enabled: isEnabled,
    staleTime: freshMs,
    refetchInterval: ({ state }) => againMs?.(state) ?? false,
    retry: false,
    placeholderData: keepPreviousData,
    meta: { isLive },
    // Bigints, maps and typed arrays are compared by nothing that is worth its time.
    structuralSharing: false,
  })
}

/**
 * What to tell of a failure: our own errors say what to do; of another the kind is told. No URL in it is longer than its
 * host: the rest may be a visitor's key.
 */
export function describeError(error: unknown): string {
  if (error instanceof BaseError) return cutUrls(error.message)
  const failure = describeNodeFailure(error)
  if (failure !== undefined) return failure.charAt(0).toUpperCase() + failure.slice(1)
  if (!(error instanceof Error)) return cutUrls(String(error))
  // viem's whole message quotes the request, and with it the URL.
  const { shortMessage = error.message } = error as { shortMessage?: string }
  return cutUrls(`${error.name}: ${shortMessage}`)
}
