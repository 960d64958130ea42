import { useState } from 'react'
import { DataTable, type TableColumn } from '../ui/DataTable.tsx'
import { Stranger } from '../ui/texts.tsx'
import type { ChartMark, TimeRange } from './chart.ts'
import styles from './charts.module.css'
import {
  cellAt,
  listPeriods,
  listRows,
  type SeenColumn,
  type SeenPeriod,
  type SeenRow,
} from './seenRows.ts'
import { formatLength, formatUtcAt, formatWithin, formatZoned } from './times.ts'

/** More rows than this are told in periods: nobody reads them. */
const MOST_ROWS = 200
const MOST_PERIODS = 60

export interface SeenTableProps {
  title: string
  columns: readonly SeenColumn[]
  marks: readonly ChartMark[]
  marksLabel: string
  range: TimeRange
  format: (value: number) => string
}

/** The numbers behind what is seen; worked out when somebody opens it. */
export function SeenTable(props: SeenTableProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Table of what is seen</summary>
      {isOpen && <SeenTableBody {...props} />}
    </details>
  )
}

function SeenTableBody(props: SeenTableProps) {
  const { columns, marks, range } = props
  const rows = listRows(columns, marks, range, MOST_ROWS)
  if (rows === undefined) return <PeriodTable {...props} />
  if (rows.length === 0) return <p>Nothing was recorded in this part.</p>
  return <PointTable {...props} rows={rows} />
}

function PointTable(props: SeenTableProps & { rows: readonly SeenRow[] }) {
  const { title, columns, marks, marksLabel, range, format, rows } = props
  const table: TableColumn<SeenRow>[] = [
    { title: 'Time', cell: ({ at }) => <span className={styles.moment}>{formatZoned(at)}</span> },
    { title: 'UTC', cell: ({ at }) => <span className={styles.moment}>{formatUtcAt(at)}</span> },
    ...columns.map((column, index) => ({
      title: column.label,
      align: 'end' as const,
      cell: ({ at, points }: SeenRow) => {
        const value = cellAt(column, points[index], at)
        if (value !== undefined) return format(value)
        return points[index] === undefined ? '' : 'none'
      },
    })),
  ]
  if (marks.length > 0) {
    table.push({
      title: marksLabel,
      cell: ({ marks }) => <Stranger text={marks.join('; ')} isInline />,
    })
  }
  const count = rows.length === 1 ? 'one moment' : `${rows.length} moments`
  return (
    <DataTable
      caption={`${title}, ${count} from ${formatWithin(range.from, range)} to ${formatWithin(range.to, range)}`}
      columns={table}
      rows={rows}
      keyOf={(_, index) => String(index)}
    />
  )
}

function PeriodTable({ title, columns, marks, marksLabel, range, format }: SeenTableProps) {
  const { lengthSec, periods } = listPeriods(columns, marks, range, MOST_PERIODS)
  const describe = (cell: SeenPeriod['cells'][number]) => {
    if (cell === undefined) return 'none'
    const { lowest, highest, last } = cell
    if (lowest === highest && last === lowest) return format(lowest)
    const end = last === undefined ? 'none at the end' : `last ${format(last)}`
    return `${format(lowest)} to ${format(highest)}, ${end}`
  }
  const table: TableColumn<SeenPeriod>[] = [
    {
      title: 'From',
      cell: ({ from }) => <span className={styles.moment}>{formatZoned(from)}</span>,
    },
    {
      title: 'UTC',
      cell: ({ from }) => <span className={styles.moment}>{formatUtcAt(from)}</span>,
    },
    ...columns.map(({ label }, index) => ({
      title: label,
      align: 'end' as const,
      cell: ({ cells }: SeenPeriod) => describe(cells[index]),
    })),
  ]
  if (marks.length > 0) {
    table.push({ title: marksLabel, align: 'end', cell: (period) => String(period.marks) })
  }
  return (
    <>
      <p>
        There are more than {MOST_ROWS} moments in this part, too many to read one by one: each row
        is a period of {formatLength(lengthSec)} with its lowest, highest and last value. Zoom in to
        see every moment; the CSV file has all of them.
      </p>
      <DataTable
        caption={`${title} in periods of ${formatLength(lengthSec)}`}
        columns={table}
        rows={periods}
        keyOf={({ from }) => String(from)}
      />
    </>
  )
}
