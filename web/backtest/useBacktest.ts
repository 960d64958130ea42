import { useSyncExternalStore } from 'react'
import { type ReadResult, readResult } from '../../backtest/report/readResult.ts'
import type { BacktestRequest } from './runShippedBacktest.ts'
import { startBacktest } from './startBacktest.ts'

/** Where the backtest of this console stands. */
export type BacktestState =
  | { phase: 'ready' }
  /** `share`: 0 to 1. */
  | { phase: 'running'; request: BacktestRequest; share: number }
  | { phase: 'cancelled' }
  | { phase: 'failed'; error: unknown }
  /** `text`: the bytes of `result.json`. */
  | { phase: 'done'; request: BacktestRequest; text: string; read: ReadResult }

// Outside of every page: who looks at another one meanwhile finds the run, or its result, when he comes back.
let state: BacktestState = { phase: 'ready' }
let stop: (() => void) | undefined
const listeners = new Set<() => void>()

function setState(next: BacktestState): void {
  state = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Runs a backtest; one that is still running ends. */
export function runBacktest(request: BacktestRequest): void {
  stop?.()
  setState({ phase: 'running', request, share: 0 })
  stop = startBacktest(request, {
    onProgress: (share) => setState({ phase: 'running', request, share }),
    onDone: (text) => setState({ phase: 'done', request, text, read: readResult(text) }),
    onFailed: (error) => setState({ phase: 'failed', error }),
  })
}

/** Ends the backtest that is running, at once. */
export function cancelBacktest(): void {
  stop?.()
  setState({ phase: 'cancelled' })
}

/** The one backtest of this console. */
export function useBacktest(): BacktestState {
  return useSyncExternalStore(subscribe, () => state)
}
