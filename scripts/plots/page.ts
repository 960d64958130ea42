/** Of all pictures, in pixels. */
const size = { width: 900, height: 430 }

const light = ['#4f97dc', '#2a70bd', '#174c8c', '#0b254d']
const dark = ['#3f86cf', '#6faef0', '#a6cef8', '#e3f0ff']

const style = `
text { font-family: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2328; }
.page { fill: #ffffff; }
.heading { font-size: 19px; font-weight: 600; }
.note, .tick { font-size: 14px; font-weight: 400; fill: #57606a; }
.label { font-size: 14px; font-weight: 600; }
.grid { stroke: #d8dee4; }
.axis { stroke: #57606a; }
.recorded { stroke: #57606a; stroke-dasharray: 2 4; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.thin { stroke-width: 1.5; }
.dashed { stroke-dasharray: 7 5; }
.inside { fill: #ddf0e3; }
.trade { stroke: #b35900; stroke-width: 2.5; }
.tradePoint, .tradeLabel { fill: #b35900; }
${colour(light)}
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.page { fill: #0d1117; }
.note, .tick { fill: #9da7b3; }
.grid { stroke: #2b323b; }
.axis, .recorded { stroke: #9da7b3; }
.inside { fill: #14301f; }
.trade { stroke: #f0a050; }
.tradePoint, .tradeLabel { fill: #f0a050; }
${colour(dark)}
}
`

function colour(palette: string[]): string {
  return palette
    .map((value, index) => `.hue${index} { stroke: ${value}; } .label${index} { fill: ${value}; }`)
    .join('\n')
}

/**
 * A whole picture.
 *
 * @param title - For those who do not see it.
 * @param notes - Lines below the heading, two at most.
 */
export function drawPage(
  title: string,
  heading: string,
  notes: readonly string[],
  content: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">
<title>${title}</title>
<style>${style}</style>
<rect class="page" width="${size.width}" height="${size.height}" rx="8"/>
<text class="heading" x="20" y="30">${heading}</text>
${notes.map((note, index) => `<text class="note" x="20" y="${52 + 20 * index}">${note}</text>`).join('\n')}
${content.join('\n')}
</svg>
`
}

/** A tenth of a pixel is enough, and keeps the file small. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

/** Text in a class, at a place. */
export function drawText(
  classes: string,
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const where = `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"`
  return `<text class="${classes}" ${where}>${text}</text>`
}

/** A straight line in a class. */
export function drawStraight(
  classes: string,
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
): string {
  return `<line class="${classes}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`
}
