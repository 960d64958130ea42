import { memo, type RefObject, useMemo, useState } from 'react'
import { describeError } from '../data/useReading.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Stranger } from '../ui/texts.tsx'
import styles from './charts.module.css'
import type { Frame } from './createFrame.ts'
import { describeView } from './describeView.ts'
import type { Scene } from './drawScene.ts'
import { exportCsv } from './exportCsv.ts'
import { exportPng } from './exportPng.ts'
import { listPictureLegend } from './listPictureLegend.ts'
import { readPalette } from './palette.ts'
import { SeenTable } from './SeenTable.tsx'
import { nameFile, saveBlob } from './saveBlob.ts'
import { listColumns } from './seenRows.ts'
import { formatRange } from './times.ts'
import { useSettled } from './useSettled.ts'

/** How long a chart stands still before its words and its table follow, milliseconds. */
const STILL_MS = 150

export interface ChartCaptionProps {
  title: string
  unit: string
  scene: Scene
  marksLabel: string
  format: (value: number) => string
  frameRef: RefObject<Frame | undefined>
}

/** What is seen, in words, as a table and as files. Follows when the chart stands still. */
export function ChartCaption(props: ChartCaptionProps) {
  const { title, unit, scene, marksLabel, format, frameRef } = props
  const current = useMemo(() => ({ scene, format }), [scene, format])
  const settled = useSettled(current, STILL_MS)
  return (
    <CaptionBody
      title={title}
      unit={unit}
      scene={settled.scene}
      marksLabel={marksLabel}
      format={settled.format}
      frameRef={frameRef}
    />
  )
}

const CaptionBody = memo(function CaptionBody(props: ChartCaptionProps) {
  const { title, unit, scene, marksLabel, format, frameRef } = props
  const { lines, corridor, marks, range, isLog, holdTo } = scene
  const [failure, setFailure] = useState<unknown>()
  const columns = useMemo(() => listColumns(lines, corridor), [lines, corridor])
  const sentences = useMemo(
    () =>
      describeView({ lines, corridor, marks, marksLabel, range, isLog, knownTo: holdTo, format }),
    [lines, corridor, marks, marksLabel, range, isLog, holdTo, format],
  )
  const saveCsv = () => {
    const text = exportCsv(columns, marks, marksLabel, unit, range)
    const blob = new Blob([text], { type: 'text/csv;charset=utf-8' })
    saveBlob(blob, nameFile(title, range.from, range.to, 'csv'))
  }
  const savePng = async () => {
    const frame = frameRef.current
    if (frame === undefined) return
    // It may have been out of sight when it changed last.
    frame.draw(scene)
    const heading = unit === '' ? title : `${title} (${unit})`
    const legend = listPictureLegend(scene, marksLabel, format)
    const words = [formatRange(range)]
    try {
      const blob = await exportPng(frame.canvas, heading, words, legend, readPalette(document.body))
      saveBlob(blob, nameFile(title, range.from, range.to, 'png'))
      setFailure(undefined)
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <figcaption className={styles.caption}>
      <ul className={styles.words}>
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Stranger text={sentence} isInline />
          </li>
        ))}
      </ul>
      <div className={styles.files}>
        <div className={styles.tools}>
          <Button isSmall aria-label={`Save what is seen of ${title} as CSV`} onClick={saveCsv}>
            CSV
          </Button>
          <Button
            isSmall
            aria-label={`Save what is seen of ${title} as PNG`}
            onClick={() => void savePng()}
          >
            PNG
          </Button>
        </div>
        <SeenTable
          title={title}
          columns={columns}
          marks={marks}
          marksLabel={marksLabel}
          range={range}
          format={format}
        />
      </div>
      {failure !== undefined && (
        <Notice tone="warn" title="The picture was not saved" isAnnounced>
          <p>{describeError(failure)}</p>
        </Notice>
      )}
    </figcaption>
  )
})
