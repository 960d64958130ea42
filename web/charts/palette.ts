import type { SeriesKind } from './chart.ts'

/** Colours as a canvas takes them, and the font of the page. */
export interface Palette {
  series: Readonly<Record<SeriesKind, string>>
  corridor: string
  edge: string
  grid: string
  text: string
  textSoft: string
  ground: string
  fontFamily: string
}

/** How a line is drawn, pixels: dashes and gaps in turn (none: solid), and its width. */
export interface LineStroke {
  dash: readonly number[]
  width: number
}

const strokes: Readonly<Record<SeriesKind, LineStroke>> = {
  force: { dash: [], width: 2.5 },
  target: { dash: [7, 4], width: 2 },
  measure: { dash: [18, 3], width: 1.75 },
  reference: { dash: [2, 4], width: 2 },
  before: { dash: [9, 3, 2, 3], width: 2 },
}
const solidMeasure: LineStroke = { dash: [], width: 2 }

/** The stroke of a kind among the others of its chart: what was measured is solid where no value in force is. */
export function findStroke(kind: SeriesKind, isForceThere: boolean): LineStroke {
  return kind === 'measure' && !isForceThere ? solidMeasure : strokes[kind]
}

const tokens: Readonly<Record<Exclude<keyof Palette, 'series' | 'fontFamily'>, string>> = {
  corridor: '--corridor',
  edge: '--line-strong',
  grid: '--line',
  text: '--text',
  textSoft: '--text-soft',
  ground: '--surface',
}

/** The palette in force where an element stands. A token is resolved by an element that has its colour. */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  host.append(probe)
  const resolve = (token: string) => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const palette: Palette = {
    series: {
      force: resolve('--series-force'),
      target: resolve('--series-target'),
      measure: resolve('--series-measure'),
      reference: resolve('--series-reference'),
      before: resolve('--series-before'),
    },
    corridor: resolve(tokens.corridor),
    edge: resolve(tokens.edge),
    grid: resolve(tokens.grid),
    text: resolve(tokens.text),
    textSoft: resolve(tokens.textSoft),
    ground: resolve(tokens.ground),
    fontFamily: getComputedStyle(probe).fontFamily,
  }
  probe.remove()
  return palette
}

/** Calls back when the page changes between light and dark, by the system or by the visitor's choice. */
export function watchTheme(onChange: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  scheme.addEventListener('change', onChange)
  const chosen = new MutationObserver(onChange)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] })
  return () => {
    scheme.removeEventListener('change', onChange)
    chosen.disconnect()
  }
}
