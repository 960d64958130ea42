import { useState } from 'react'
import { TimeChart } from '../../web/charts/TimeChart.tsx'
import { createChartData } from './chartData.ts'
import { formatPercent } from './formatPercent.ts'

/** One chart of many points, moved by whoever measures it. */
export function PanPage({ count }: { count: number }) {
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
        format={formatPercent}
      />
    </main>
  )
}
