import type uPlot from 'uplot'
import { drawScene, type Scene } from './drawScene.ts'
import type { Palette } from './palette.ts'
import { formatTicks } from './scale.ts'
import { formatTimeTicks } from './times.ts'

/** Where values are drawn within the chart, pixels of the page. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** A canvas with axes. */
export interface Frame {
  canvas: HTMLCanvasElement
  draw(scene: Scene): void
  setPalette(palette: Palette): void
  resize(width: number, height: number): void
  destroy(): void
}

const FONT_PX = 12
/** Between two labels of the time axis, and of the value axis, pixels. */
const TIME_SPACE = 84
const VALUE_SPACE = 36
/** Beside the labels of the value axis. */
const LABEL_ROOM = 18
/** For the half of a label that reaches beyond the last value or moment. */
const PADDING: [number, number, null, null] = [10, 28, null, null]

/**
 * uPlot as a frame: it makes canvas, scales, axes and grid; what is between them is drawn by `drawScene`, at each change of
 * the scene and in one go.
 *
 * @param isLog - For good; another frame has the other scale.
 * @param onBox - Told whenever the place of the values changes.
 */
export function createFrame(
  Uplot: typeof uPlot,
  host: HTMLElement,
  isLog: boolean,
  first: Scene,
  firstPalette: Palette,
  onBox: (box: Box) => void,
): Frame {
  let scene = first
  let palette = firstPalette
  let axisWidth = 0
  const common = (): uPlot.Axis => ({
    font: `${FONT_PX}px ${palette.fontFamily}`,
    stroke: () => palette.textSoft,
    grid: { stroke: () => palette.grid, width: 1 },
    ticks: { stroke: () => palette.grid, width: 1, size: 4 },
  })
  const plot = new Uplot(
    {
      width: Math.max(1, host.clientWidth),
      height: Math.max(1, host.clientHeight),
      padding: PADDING,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: true, auto: false, range: () => [scene.range.from, scene.range.to] },
        y: {
          auto: false,
          distr: isLog ? 3 : 1,
          range: () => [scene.valueRange.min, scene.valueRange.max],
        },
      },
      axes: [
        {
          ...common(),
          space: TIME_SPACE,
          values: (_, splits, _axis, _space, step) => formatTimeTicks(splits, step),
        },
        {
          ...common(),
          space: VALUE_SPACE,
          // Never narrower than it was: what is drawn would jump while it is moved.
          size: (_, labels) => {
            axisWidth = Math.max(axisWidth, widest(labels ?? [], palette.fontFamily))
            return axisWidth + LABEL_ROOM
          },
          values: (_, splits, _axis, _space, step) => formatTicks(splits, isLog ? undefined : step),
        },
      ],
      series: [{}, { show: false }],
      hooks: {
        setSize: [(self) => onBox(boxOf(self))],
        draw: [
          (self) => {
            const area = { ...self.bbox, ratio: Uplot.pxRatio }
            drawScene(self.ctx, area, scene, palette)
          },
        ],
      },
    },
    [[], []],
    host,
  )
  const redraw = () =>
    plot.batch(() => {
      plot.setScale('x', { min: scene.range.from, max: scene.range.to })
      plot.setScale('y', { min: scene.valueRange.min, max: scene.valueRange.max })
    })
  return {
    canvas: plot.ctx.canvas,
    draw(next) {
      scene = next
      redraw()
    },
    setPalette(next) {
      palette = next
      redraw()
    },
    resize(width, height) {
      if (width < 1 || height < 1 || (width === plot.width && height === plot.height)) return
      plot.setSize({ width, height })
    },
    destroy: () => plot.destroy(),
  }
}

function boxOf({ over }: uPlot): Box {
  const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = over
  return { left, top, width, height }
}

const measuring = document.createElement('canvas').getContext('2d')

function widest(labels: readonly string[], fontFamily: string): number {
  if (measuring === null) return 0
  measuring.font = `${FONT_PX}px ${fontFamily}`
  return Math.ceil(Math.max(0, ...labels.map((text) => measuring.measureText(text).width)))
}
