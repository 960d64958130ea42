import type { Browser } from 'playwright-core'

/**
 * How long each step of a slider takes from its event to the drawn frame, over so many observations, milliseconds. The page
 * measures it itself: `web/whatIf/measureWhatIf.ts`.
 *
 * @param url - Of the bench page.
 * @param steps - One after the other, each when the one before is drawn; the first ones, while the engine gets warm, count too.
 */
export async function measureWhatIf(
  browser: Browser,
  url: string,
  observations: number,
  steps: number,
): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(`${url}#what-if/${observations}`)
    await page.locator('canvas').first().waitFor()
    await page.getByRole('slider').first().focus()
    const times: number[] = []
    for (let step = 1; step <= steps; step++) {
      // To and fro, so that no end of the slider is reached.
      await page.keyboard.press(step % 10 < 5 ? 'ArrowRight' : 'ArrowLeft')
      times.push(await page.evaluate(waitForMeasure, { step, observations }))
    }
    return times
  } finally {
    await context.close()
  }
}

/** Runs in the page: the duration of a step's measure, once it is there. */
async function waitForMeasure(asked: { step: number; observations: number }): Promise<number> {
  while (true) {
    const measures = performance.getEntriesByName('what-if') as PerformanceMeasure[]
    const measure = measures[asked.step - 1]
    if (measure !== undefined) {
      if (measure.detail.observations === asked.observations) return measure.duration
      throw new Error(`it was measured over ${measure.detail.observations} observations`)
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
