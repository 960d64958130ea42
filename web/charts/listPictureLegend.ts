import { showText } from '../../core/index.ts'
import type { Scene } from './drawScene.ts'
import type { PictureLegend } from './exportPng.ts'
import { valueAt } from './lines.ts'
import { findStroke } from './palette.ts'

/** The legend of the saved picture: what is drawn, with the last value that is seen. */
export function listPictureLegend(
  { lines, corridor, marks, range, isForceThere }: Scene,
  marksLabel: string,
  format: (value: number) => string,
): PictureLegend[] {
  const say = (value: number | undefined) => (value === undefined ? 'no value' : format(value))
  const legend: PictureLegend[] = lines.map(({ series, pyramid }) => ({
    label: showText(series.label),
    value: say(valueAt(pyramid, range.to)),
    look: { color: series.kind, stroke: findStroke(series.kind, isForceThere) },
  }))
  if (corridor !== undefined) {
    const [lower, upper] = [corridor.lower, corridor.upper].map((edge) => valueAt(edge, range.to))
    legend.push({
      label: showText(corridor.corridor.label),
      value: `${say(lower)} to ${say(upper)}`,
      look: 'corridor',
    })
  }
  const count = marks.filter(({ at }) => at >= range.from && at <= range.to).length
  if (count > 0) legend.push({ label: showText(marksLabel), value: String(count), look: 'mark' })
  return legend
}
