import { useMemo, useState } from 'react'
import type { ChartMark, TimeRange } from '../../charts/chart.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import type { MarketHistory } from '../../data/history/history.ts'
import type { Replay } from '../../data/history/replayMarket.ts'
import { buildMeasures, buildParameters } from '../../markets/charts/buildCharts.ts'
import { inferReason } from '../../markets/describePush.ts'
import styles from './market.module.css'

/** Twelve charts that are moved together: what was measured, and the eight parameters. */
export function Charts(props: {
  history: MarketHistory
  replay: Replay
  range: TimeRange
  onRange: (range: TimeRange) => void
}) {
  const { history, replay, range, onRange } = props
  const { steps, contexts } = replay
  const [hasBounds, setHasBounds] = useState(true)
  const measures = useMemo(() => buildMeasures(history), [history])
  const parameters = useMemo(
    () => buildParameters(history, steps, hasBounds),
    [history, steps, hasBounds],
  )
  const marks = useMemo(
    () =>
      history.pushes.map((push): ChartMark => {
        const { text } = inferReason(push, contexts.get(push.id))
        return { at: Number(push.blockAt), label: `push: ${text}` }
      }),
    [history, contexts],
  )
  return (
    <>
      <h3>What was measured</h3>
      <div className={styles.charts}>
        {measures.map((chart) => (
          <TimeChart key={chart.title} {...chart} range={range} onRange={onRange} />
        ))}
      </div>
      <div className={styles.chartsHead}>
        <h3>What was asked for, and what was in force</h3>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={hasBounds}
            onChange={({ target }) => setHasBounds(target.checked)}
          />
          Show the voted bounds
        </label>
      </div>
      <div className={styles.charts}>
        {parameters.map((chart) => (
          <TimeChart
            key={chart.title}
            {...chart}
            marks={marks}
            marksLabel="Pushes"
            range={range}
            onRange={onRange}
          />
        ))}
      </div>
    </>
  )
}
