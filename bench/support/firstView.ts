import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'

/**
 * Every script and Wasm module that a visitor's first page asks for, with its size in bytes of `gzip -9`: until the markets
 * are there, the model has been asked in the browser, and nothing is loading any more.
 */
export async function measureScripts(browser: Browser, url: string): Promise<Map<string, number>> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const scripts = new Map<string, number>()
    const reading: Promise<void>[] = []
    page.on('response', (response) => {
      const { pathname } = new URL(response.url())
      if (!/\.(js|wasm)$/.test(pathname)) return
      reading.push(
        response.body().then((body) => {
          scripts.set(pathname, gzipSync(body, { level: 9 }).length)
        }),
      )
    })
    await page.goto(url)
    await page
      .getByText(/(As the model asks|Model asks for)/)
      .first()
      .waitFor()
    await page.waitForLoadState('networkidle')
    await Promise.all(reading)
    return scripts
  } finally {
    await context.close()
  }
}

/** Longer than this no load takes. */
const PATIENCE_MS = 60_000

/** Moments of a cold load, milliseconds from its beginning. */
export interface Readiness {
  /** The markets' parameters are there. */
  readableMs: number
  /** A press on a market has brought its page. */
  readyMs: number
}

/**
 * A visitor who has never been here, on a processor that is made so many times slower: until the markets are there, and
 * until a press on one brings its page.
 */
export async function measureReadiness(
  browser: Browser,
  url: string,
  slowdown: number,
): Promise<Readiness> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    return await watchLoad(page, url)
  } finally {
    await context.close()
  }
}

async function watchLoad(page: Page, url: string): Promise<Readiness> {
  const { promise: measured, resolve, reject } = Promise.withResolvers<Readiness>()
  const timer = setTimeout(() => reject(new Error('the markets never came')), PATIENCE_MS)
  await page.exposeFunction('tellReadiness', resolve)
  await page.addInitScript(pressFirstMarket)
  await page.goto(url, { waitUntil: 'commit' })
  return measured.finally(() => clearTimeout(timer))
}

/** Runs in the page before its scripts; its clock begins with the navigation. */
function pressFirstMarket(): void {
  const page = globalThis as unknown as { tellReadiness: (of: Readiness) => void }
  let readableMs: number | undefined
  const watching = new MutationObserver(() => {
    if (readableMs === undefined) {
      const link = document.querySelector<HTMLElement>('main section h2 a')
      if (link === null || document.querySelector('main section li') === null) return
      readableMs = performance.now()
      setTimeout(() => link.click())
    } else if (document.querySelector('main h1')?.textContent !== 'Markets') {
      if (document.querySelector('main h1') === null) return
      watching.disconnect()
      page.tellReadiness({ readableMs, readyMs: performance.now() })
    }
  })
  watching.observe(document, { childList: true, subtree: true, characterData: true })
}
