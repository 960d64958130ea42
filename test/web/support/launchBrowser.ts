import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'

/** A real Chromium without a window; npm brings it. */
export async function launchBrowser(): Promise<Browser> {
  const { default: chromium } = await import('@sparticuz/chromium')
  const playwright = createRequire(import.meta.url)(
    'playwright-core',
  ) as typeof import('playwright-core')
  return playwright.chromium.launch({
    executablePath: await chromium.executablePath(),
    // Not those that the package proposes: they switch off what a page is protected by.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    headless: true,
  })
}
