import { useCallback, useRef, useState } from 'react'

/** Something that was asked of a wallet: it may never be answered. */
type TaskState<Result> =
  | { phase: 'idle' }
  | { phase: 'waiting' }
  | { phase: 'failed'; error: unknown }
  | { phase: 'done'; result: Result }

export interface Task<Result> {
  state: TaskState<Result>
  /** Asks; what an earlier question comes to is not shown any more. */
  start: (work: () => Promise<Result>) => void
  /** Waits no longer; back to the beginning. */
  giveUp: () => void
}

/**
 * One question to a wallet at a time.
 *
 * @param onLate - Told what a question that was given up came to after all, where that was not a refusal.
 */
export function useTask<Result>(onLate?: (result: Result) => void): Task<Result> {
  const [state, setState] = useState<TaskState<Result>>({ phase: 'idle' })
  const current = useRef(0)
  const late = useRef(onLate)
  late.current = onLate
  const start = useCallback((work: () => Promise<Result>) => {
    current.current += 1
    const mine = current.current
    setState({ phase: 'waiting' })
    const end = (next: TaskState<Result>) => {
      if (current.current === mine) setState(next)
      else if (next.phase === 'done') late.current?.(next.result)
    }
    work().then(
      (result) => end({ phase: 'done', result }),
      (error) => end({ phase: 'failed', error }),
    )
  }, [])
  const giveUp = useCallback(() => {
    current.current += 1
    setState({ phase: 'idle' })
  }, [])
  return { state, start, giveUp }
}
