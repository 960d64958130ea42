import type { Browser } from 'playwright-core'

/**
 * Opens the chart of so many observations, zooms in until half of them are seen, drags it to and fro, and counts the frames
 * that were drawn in a second.
 *
 * @param url - Of the bench page.
 */
export async function measurePan(
  browser: Browser,
  url: string,
  observations: number,
  durationMs: number,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } })
  try {
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', ({ message }) => problems.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    await page.goto(`${url}#pan/${observations}`)
    await page.locator('canvas').waitFor()
    await page.getByRole('button', { name: 'Zoom in' }).click()
    const run = await page.evaluate(drag, durationMs)
    if (problems.length > 0) throw new Error(`the chart's page says: ${problems.join('; ')}`)
    return run
  } finally {
    await context.close()
  }
}

/** Runs in the page: moves the pointer once per frame, and counts how often the canvas is drawn. */
async function drag(durationMs: number): Promise<number> {
  const area = document.querySelector('[data-selecting]') as HTMLElement
  const { left, top, width } = area.getBoundingClientRect()
  const middle = left + width / 2
  // A pointer that no hand holds cannot be captured.
  area.setPointerCapture = () => {}
  let drawn = 0
  const clear = CanvasRenderingContext2D.prototype.clearRect
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    drawn++
    clear.apply(this, box)
  }
  const point = (type: string, clientX: number) =>
    area.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        pointerType: 'mouse',
        clientX,
        clientY: top + 50,
      }),
    )
  point('pointerdown', middle)
  return new Promise((resolve) => {
    let begin: number | undefined
    const step = (now: number) => {
      begin ??= now
      if (now - begin < durationMs) {
        point('pointermove', middle + 0.2 * width * Math.sin((now - begin) / 300))
        requestAnimationFrame(step)
        return
      }
      point('pointerup', middle)
      resolve((drawn * 1_000) / (now - begin))
    }
    requestAnimationFrame(step)
  })
}
