import { expect } from 'vitest'
import type { Visit } from './consoleUnderTest.ts'
import { findBarriers, keepShot } from './openConsole.ts'

/** Each width and scheme, with what is done there: colours change with the scheme, what is hidden with the width. */
const looks = [
  { width: 360, scheme: 'light', isShot: true, isChecked: true },
  { width: 360, scheme: 'dark', isShot: false, isChecked: false },
  { width: 768, scheme: 'light', isShot: false, isChecked: false },
  { width: 768, scheme: 'dark', isShot: true, isChecked: false },
  { width: 1600, scheme: 'light', isShot: true, isChecked: false },
  { width: 1600, scheme: 'dark', isShot: false, isChecked: true },
] as const

/** By how many pixels the page is wider than its window. */
export function measureOverflow({ page }: Pick<Visit, 'page'>): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}

/** Looks at an open page at each width, light and dark: it is no wider than the window, and has no barrier. Keeps pictures. */
export async function lookAt(visit: Visit, name: string): Promise<void> {
  const { page } = visit
  for (const { width, scheme, isShot, isChecked } of looks) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: scheme })
    // Charts are drawn anew after the window has changed.
    const message = `${width} px, ${scheme}`
    await expect.poll(() => measureOverflow(visit), { message }).toBe(0)
    if (isChecked) expect(await findBarriers(page)).toEqual([])
    if (isShot) await keepShot(page, `${name}-${width}-${scheme}`)
  }
}
