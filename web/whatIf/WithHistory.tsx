import { type ReactNode, useState } from 'react'
import type { Hex } from 'viem'
import { describeError } from '../data/useReading.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Loading } from '../ui/ReadingView.tsx'
import { HistoryPicker } from './HistoryPicker.tsx'
import type { OpenedHistory } from './modelClient.ts'
import {
  type HistoryChoice,
  useHasIndex,
  useHistorySource,
  useRecorded,
} from './useHistorySource.ts'
import { useOpened } from './useOpened.ts'

/** A choice of observations, and what is made of them once the worker has them. */
export function WithHistory(props: {
  market: Hex
  children: (history: OpenedHistory) => ReactNode
}) {
  const { market, children } = props
  const hasIndex = useHasIndex()
  const shipped = useRecorded()
  const recorded = (shipped.data ?? []).filter(({ observations }) => observations === 'segments')
  const [chosen, choose] = useState<HistoryChoice>()
  const [first] = recorded
  const usual = hasIndex ? 'days:7' : first && (`market:${first.name}` as const)
  const choice = chosen ?? usual ?? 'days:7'
  const reading = useHistorySource(market, choice, shipped.data)
  const opening = useOpened(reading.source)
  const { opened } = opening
  const error = reading.error ?? opening.error
  const again = () => (reading.error === null ? opening.again() : reading.again())
  return (
    <>
      <HistoryPicker choice={choice} hasIndex={hasIndex} recorded={recorded} onChoose={choose} />
      {error !== undefined && error !== null ? (
        <Notice tone="warn" title="The observations cannot be had" isAnnounced>
          <p>{describeError(error)}</p>
          <Button isSmall onClick={again}>
            Try again
          </Button>
        </Notice>
      ) : opened === undefined ? (
        <Loading what="the observations" />
      ) : opened.at.length === 0 ? (
        <Notice title="There is nothing to run the model over">
          <p>
            The index has no observation of this market in this time. Choose a longer time, or a
            recorded market.
          </p>
        </Notice>
      ) : (
        children(opened)
      )}
    </>
  )
}
