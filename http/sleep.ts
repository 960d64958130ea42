/** A wait before a request is made again. */
export interface Wait {
  /** Scheme, host and port of the server. */
  origin: string
  waitMs: number
  /** The server asked for it (Retry-After). */
  isTold: boolean
}

/** Waits. @throws the signal's reason if it ends the wait. */
export function sleep(waitMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, waitMs)
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end, { once: true })
  })
}
