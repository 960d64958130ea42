import { useCallback, useEffect, useRef, useState } from 'react'
import { type ReadResult, readResult } from '../../backtest/report/readResult.ts'
import type { BacktestRequest } from './runShippedBacktest.ts'
import { startBacktest } from './startBacktest.ts'

/** Where a backtest of this page stands. */
export type BacktestState =
  | { phase: 'ready' }
  /** `share`: 0 to 1. */
  | { phase: 'running'; request: BacktestRequest; share: number }
  | { phase: 'cancelled' }
  | { phase: 'failed'; error: unknown }
  /** `text`: the bytes of `result.json`. */
  | { phase: 'done'; request: BacktestRequest; text: string; read: ReadResult }

/** A backtest at a time; the next one takes the place of the one before, and none outlives the page. */
export function useBacktest() {
  const [state, setState] = useState<BacktestState>({ phase: 'ready' })
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])
  const run = useCallback((request: BacktestRequest) => {
    stop.current?.()
    setState({ phase: 'running', request, share: 0 })
    stop.current = startBacktest(request, {
      onProgress: (share) => setState({ phase: 'running', request, share }),
      onDone: (text) => setState({ phase: 'done', request, text, read: readResult(text) }),
      onFailed: (error) => setState({ phase: 'failed', error }),
    })
  }, [])
  const cancel = useCallback(() => {
    stop.current?.()
    setState({ phase: 'cancelled' })
  }, [])
  return { state, run, cancel }
}
