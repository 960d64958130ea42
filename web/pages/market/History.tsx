import { useMemo, useState } from 'react'
import { formatDuration } from '../../../client/formatDuration.ts'
import type { TimeRange } from '../../charts/chart.ts'
import type { MarketHistory } from '../../data/history/history.ts'
import { replayMarket } from '../../data/history/replayMarket.ts'
import { useHistory } from '../../data/history/useHistory.ts'
import type { MarketNow } from '../../data/useMarkets.ts'
import { Button } from '../../ui/Button.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Charts } from './Charts.tsx'
import { Events } from './Events.tsx'
import { LatestEvidence } from './LatestEvidence.tsx'
import { NewestPush } from './NewestPush.tsx'
import { Pushes } from './Pushes.tsx'

const DAY_SEC = 86_400n
/** What is read at first, and what is added on demand. */
const SPAN_SEC = 7n * DAY_SEC

/** How a market came to where it is: charts, pushes, refusals and switches, for the last week or longer. */
export function History({ market }: { market: MarketNow }) {
  const [spanSec, setSpanSec] = useState(SPAN_SEC)
  const reading = useHistory(market.id, spanSec)
  return (
    <ReadingView reading={reading} what="the history from the index">
      {(history) =>
        history !== undefined && (
          <Told
            history={history}
            isReading={reading.isFetching}
            onOlder={() => setSpanSec(spanSec + SPAN_SEC)}
          />
        )
      }
    </ReadingView>
  )
}

function Told(props: { history: MarketHistory; isReading: boolean; onOlder: () => void }) {
  const { history, isReading, onOlder } = props
  const { fromAt, block, isWhole, observations, pushes } = history
  const replay = useMemo(() => replayMarket(history), [history])
  const [chosen, setChosen] = useState<TimeRange>()
  const whole = useMemo(() => {
    const first = observations.times[0] ?? Number(replay.steps[0]?.at ?? fromAt)
    return { from: Math.max(Number(fromAt), isWhole ? first : 0), to: Number(block.timestamp) }
  }, [observations, replay, fromAt, isWhole, block])
  return (
    <>
      <NewestPush push={pushes.at(-1)} />
      <Panel
        title="Over time"
        actions={
          isWhole ? (
            <span>All since the market was added</span>
          ) : (
            <Button
              isSmall
              disabled={isReading}
              onClick={() => {
                setChosen(undefined)
                onOlder()
              }}
            >
              {isReading ? 'Reading …' : `Add ${formatDuration(SPAN_SEC)} before`}
            </Button>
          )
        }
      >
        <Charts
          history={history}
          replay={replay}
          range={chosen ?? whole}
          onRange={(range) => setChosen(holds(range, whole) ? undefined : range)}
        />
      </Panel>
      <LatestEvidence push={pushes.at(-1)} />
      <Pushes history={history} replay={replay} />
      <Events history={history} />
    </>
  )
}

/** Who sees all goes on seeing all. */
function holds(range: TimeRange, whole: TimeRange): boolean {
  return range.from <= whole.from && range.to >= whole.to
}
