import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { ChartSeries, TimeRange } from '../../web/charts/chart.ts'
import { TimeChart } from '../../web/charts/TimeChart.tsx'
import '../../web/styles/base.css'
import { createChartData } from './chartData.ts'

const format = (value: number) => `${value.toFixed(2)} %`

/** One chart of many points, moved by whoever measures it: the address says how many, `#pan/100000`. */
function PanPage({ count }: { count: number }) {
  const [{ series, corridor, marks }] = useState(() => createChartData(count))
  return (
    <main>
      <h1>A chart of {count.toLocaleString('en')} observations</h1>
      <TimeChart
        title="Width of the band"
        unit="%"
        series={series}
        corridor={corridor}
        marks={marks}
        marksLabel="Pushes"
        format={format}
      />
    </main>
  )
}

/** Charts as pages have them, and those that have little to show. */
function StatesPage() {
  const [data] = useState(() => createChartData(900))
  const [range, setRange] = useState<TimeRange>()
  const [few, none, lone, broken] = states()
  const shared = { unit: '%', format, range, onRange: setRange }
  return (
    <main>
      <h1>States of a chart</h1>
      <TimeChart title="Width" {...shared} {...data} marksLabel="Pushes" />
      <TimeChart title="Weight" {...shared} series={data.series} />
      <TimeChart title="Empty" unit="gwei" series={none} format={format} />
      <TimeChart title="One point" unit="gwei" series={lone} format={format} />
      <TimeChart title="With gaps" unit="gwei" series={broken} format={format} />
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

const [, page, count] = location.hash.split(/[#/]/)
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>{page === 'pan' ? <PanPage count={Number(count)} /> : <StatesPage />}</StrictMode>,
)
