import type { SeriesKind } from './chart.ts'
import type { LineStroke, Palette } from './palette.ts'

export interface PictureLegend {
  label: string
  value: string
  look: { color: SeriesKind; stroke: LineStroke } | 'corridor' | 'mark'
}

const MARGIN = 16
const ROW = 22
const TITLE_ROW = 28
const SAMPLE = 36
const SMALL_PX = 13
const MARK_WIDTH = 1.5
const TITLE_PX = 17

/**
 * The chart as a picture: title, what is seen, legend and canvas, on the ground of the page.
 *
 * @param canvas - As it is drawn now.
 * @param lines - Under the title.
 * @throws Error if the browser makes no picture of it.
 */
export async function exportPng(
  canvas: HTMLCanvasElement,
  title: string,
  lines: readonly string[],
  legend: readonly PictureLegend[],
  palette: Palette,
): Promise<Blob> {
  const ratio = canvas.width / Math.max(1, canvas.clientWidth)
  const width = canvas.clientWidth + 2 * MARGIN
  const head = MARGIN + TITLE_ROW + (lines.length + legend.length) * ROW + MARGIN / 2
  const height = head + canvas.clientHeight + MARGIN
  const picture = document.createElement('canvas')
  picture.width = Math.round(width * ratio)
  picture.height = Math.round(height * ratio)
  const pen = picture.getContext('2d')
  if (pen === null) throw new Error('this browser gives no canvas to draw the picture on')
  pen.scale(ratio, ratio)
  pen.fillStyle = palette.ground
  pen.fillRect(0, 0, width, height)
  pen.textBaseline = 'middle'
  const write = (text: string, x: number, y: number, most: number) =>
    pen.fillText(text, x, y, Math.max(1, most))

  pen.fillStyle = palette.text
  pen.font = `600 ${TITLE_PX}px ${palette.fontFamily}`
  write(title, MARGIN, MARGIN + TITLE_ROW / 2, width - 2 * MARGIN)
  pen.font = `${SMALL_PX}px ${palette.fontFamily}`
  let y = MARGIN + TITLE_ROW + ROW / 2
  pen.fillStyle = palette.textSoft
  for (const line of lines) {
    write(line, MARGIN, y, width - 2 * MARGIN)
    y += ROW
  }
  for (const { label, value, look } of legend) {
    drawSample(pen, look, MARGIN, y, palette)
    pen.fillStyle = palette.text
    const x = MARGIN + SAMPLE + 8
    write(`${label}: ${value}`, x, y, width - x - MARGIN)
    y += ROW
  }
  pen.drawImage(canvas, MARGIN, head, canvas.clientWidth, canvas.clientHeight)
  return new Promise((resolve, reject) =>
    picture.toBlob((blob) => {
      if (blob === null) reject(new Error('this browser makes no PNG of the chart'))
      else resolve(blob)
    }, 'image/png'),
  )
}

function drawSample(
  pen: CanvasRenderingContext2D,
  look: PictureLegend['look'],
  x: number,
  y: number,
  palette: Palette,
): void {
  pen.save()
  if (look === 'corridor') {
    pen.fillStyle = palette.corridor
    pen.strokeStyle = palette.edge
    pen.fillRect(x, y - 6, SAMPLE, 12)
    pen.strokeRect(x, y - 6, SAMPLE, 12)
  } else {
    const line = look === 'mark' ? undefined : look
    pen.strokeStyle = line === undefined ? palette.text : palette.series[line.color]
    pen.lineWidth = line?.stroke.width ?? MARK_WIDTH
    pen.setLineDash([...(line?.stroke.dash ?? [])])
    pen.beginPath()
    pen.moveTo(line === undefined ? x + SAMPLE / 2 : x, line === undefined ? y - 5 : y)
    pen.lineTo(line === undefined ? x + SAMPLE / 2 : x + SAMPLE, line === undefined ? y + 5 : y)
    pen.stroke()
  }
  pen.restore()
}
