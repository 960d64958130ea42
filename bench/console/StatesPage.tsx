import { useState } from 'react'
import type { ChartSeries, TimeRange } from '../../web/charts/chart.ts'
import { TimeChart } from '../../web/charts/TimeChart.tsx'
import { createChartData } from './chartData.ts'
import { formatPercent } from './formatPercent.ts'

/** Charts as pages have them, and those that have little to show. */
export function StatesPage() {
  const [data] = useState(() => createChartData(900))
  const [range, setRange] = useState<TimeRange>()
  const [few, none, lone, broken] = states()
  const shared = { unit: '%', format: formatPercent, range, onRange: setRange }
  return (
    <main>
      <h1>States of a chart</h1>
      <TimeChart title="Width" {...shared} {...data} marksLabel="Pushes" />
      <TimeChart title="Weight" {...shared} series={data.series} />
      <TimeChart title="Empty" unit="gwei" series={none} format={formatPercent} />
      <TimeChart title="One point" unit="gwei" series={lone} format={formatPercent} />
      <TimeChart title="With gaps" unit="gwei" series={broken} format={formatPercent} />
      <TimeChart title="Powers" unit="$" series={few} format={(value) => `$${value}`} isLog />
    </main>
  )
}

const BEGIN_AT = 1_793_520_000

function states(): [ChartSeries[], ChartSeries[], ChartSeries[], ChartSeries[]] {
  const line = (label: string, kind: ChartSeries['kind'], values: number[]): ChartSeries => ({
    label,
    kind,
    shape: kind === 'force' ? 'step' : 'line',
    times: Float64Array.from(values, (_, index) => BEGIN_AT + index * 600),
    values: Float64Array.from(values),
  })
  const gap = Number.NaN
  return [
    [
      line('Depth', 'measure', [1e4, 3e5, 2e6, 0, 5e5, 8e6]),
      line('Usual', 'reference', [1e6, 1e6, 2e6, 2e6, 2e6, 3e6]),
    ],
    [line('Fee', 'measure', [])],
    [line('Fee', 'measure', [12.5])],
    [
      line('=HYPERLINK("http://evil.example")', 'measure', [3, 4, gap, gap, 5, gap, 6, 7]),
      line('In force', 'force', [3, 3, 4, gap, 4, 4, 5, 5]),
      line('Before \u202e', 'before', [5, 5, 5, 4, 4, 4, 4, 4]),
    ],
  ]
}
