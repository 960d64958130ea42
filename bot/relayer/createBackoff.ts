interface BackoffOptions {
  /** After the first failure, seconds. */
  firstSec: number
  /** The wait doubles up to this, seconds. */
  mostSec: number
  /** Unix seconds. */
  clock(): number
}

export type Backoff = ReturnType<typeof createBackoff>

/** When something that failed is tried again. It can be lost: then it is tried at once. */
export function createBackoff({ firstSec, mostSec, clock }: BackoffOptions) {
  const byKey = new Map<string, { failures: number; untilAt: number }>()
  return {
    mayTry: (key: string) => clock() >= (byKey.get(key)?.untilAt ?? 0),

    noteFailure(key: string): void {
      const failures = (byKey.get(key)?.failures ?? 0) + 1
      const waitSec = Math.min(firstSec * 2 ** (failures - 1), mostSec)
      byKey.set(key, { failures, untilAt: clock() + waitSec })
    },

    forget(key: string): void {
      byKey.delete(key)
    },
  }
}
