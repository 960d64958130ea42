import { useEffect, useState } from 'react'
import type { HistorySource } from './messages.ts'
import { closeHistory, type OpenedHistory, openHistory } from './modelClient.ts'

interface Outcome {
  source: HistorySource
  attempt: number
  opened: OpenedHistory | undefined
  error: unknown
}

export interface Opening {
  opened: OpenedHistory | undefined
  error: unknown
  /** Opens it anew. */
  again: () => void
}

/** Has the worker keep a history for as long as the source stays; nothing without one. */
export function useOpened(source: HistorySource | undefined): Opening {
  const [attempt, setAttempt] = useState(0)
  const [outcome, setOutcome] = useState<Outcome>()
  useEffect(() => {
    if (source === undefined) return
    let isGone = false
    let own: OpenedHistory | undefined
    openHistory(source).then(
      (opened) => {
        own = opened
        if (isGone) closeHistory(opened)
        else setOutcome({ source, attempt, opened, error: undefined })
      },
      (error) => {
        if (!isGone) setOutcome({ source, attempt, opened: undefined, error })
      },
    )
    return () => {
      isGone = true
      if (own !== undefined) closeHistory(own)
    }
  }, [source, attempt])
  const isOwn = outcome?.source === source && outcome?.attempt === attempt
  return {
    opened: isOwn ? outcome?.opened : undefined,
    error: isOwn ? outcome?.error : undefined,
    again: () => setAttempt(attempt + 1),
  }
}
