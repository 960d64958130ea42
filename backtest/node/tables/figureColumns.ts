import type { KindFigure } from '../../metrics/kindFigures.ts'
import { integer, text } from './columnMakers.ts'
import type { TableColumn } from './table.ts'

/** A figure with its rule. */
export interface RuleFigure extends KindFigure {
  ruleId: string
}

/** `figures.parquet`: a row per rule and figure that its kind of portfolio counts of its own. */
export const figureColumns: readonly TableColumn<RuleFigure>[] = [
  text('ruleId', 'Rule', (figure) => figure.ruleId),
  text('name', 'Figure, without its unit', (figure) => figure.name),
  {
    name: 'isMoney',
    kind: 'flag',
    unit: '',
    meaning: 'Whether it is money, 1e6 = $1; else a plain number',
    read: (figure) => figure.isMoney,
  },
  integer('figure', '', 'Its value', (figure) => Number(figure.value)),
]
