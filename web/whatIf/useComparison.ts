import { useCallback, useEffect, useRef, useState } from 'react'
import type { Voted } from '../../backtest/proposal/voted.ts'
import { measureWhatIf } from './measureWhatIf.ts'
import type { Comparison } from './messages.ts'
import { toSettings } from './model/toSettings.ts'
import { compareModels, type OpenedHistory } from './modelClient.ts'

export interface ComparisonState {
  /** The last that came; while the next one is computed, this one stays. */
  comparison: Comparison | undefined
  error: unknown
  /** Tells of an input, so that its way to the drawn frame is measured. @param inputMs - `timeStamp` of the event. */
  noteInput: (inputMs: number) => void
}

interface Task {
  history: OpenedHistory
  before: Voted
  after: Voted
  inputMs: number | undefined
}

interface Found {
  task: Task
  comparison: Comparison
}

/** Compares two settings over a history; of settings that follow each other faster than they are computed only the last counts. */
export function useComparison(
  history: OpenedHistory | undefined,
  before: Voted,
  after: Voted,
): ComparisonState {
  const [found, setFound] = useState<Found>()
  const [error, setError] = useState<unknown>()
  const waiting = useRef<Task>(undefined)
  const isBusy = useRef(false)
  const isGone = useRef(false)
  const inputMs = useRef<number>(undefined)

  const work = useCallback(async () => {
    if (isBusy.current) return
    isBusy.current = true
    while (waiting.current !== undefined && !isGone.current) {
      const task = waiting.current
      waiting.current = undefined
      try {
        const settings = toSettings(task.before, task.after)
        const comparison = await compareModels(task.history, settings.before, settings.after)
        if (isGone.current) break
        setFound({ task, comparison })
        setError(undefined)
      } catch (cause) {
        if (!isGone.current) setError(cause)
      }
    }
    isBusy.current = false
  }, [])

  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  useEffect(() => {
    if (history === undefined) return
    waiting.current = { history, before, after, inputMs: inputMs.current }
    inputMs.current = undefined
    void work()
  }, [history, before, after, work])

  // Everything below has been drawn by then: effects of parents come after those of their children.
  useEffect(() => {
    if (found?.task.inputMs === undefined) return
    measureWhatIf(found.task.inputMs, found.comparison.at.length)
  }, [found])

  const noteInput = useCallback((ms: number) => {
    inputMs.current ??= ms
  }, [])
  const comparison = found?.task.history === history ? found?.comparison : undefined
  return { comparison, error, noteInput }
}
