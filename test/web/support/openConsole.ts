import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import type { Network } from '../../../client/network/network.ts'
import { urlNames } from '../../../client/network/schema.ts'
import type { ConsoleUnderTest, Visit } from './consoleUnderTest.ts'

/** Artefacts of the run; the build folder is no part of the repository. */
const SHOTS = 'build/screenshots'

/** Opens pages of a console that is served at a URL. */
export function openConsole(
  browser: Browser,
  subject: { url: string; folder: string; network: Network },
): ConsoleUnderTest {
  const { url, network } = subject
  const away = network.remotes.map(({ rpcUrl }) => rpcUrl)
  const own = urlNames.map((name) => network[name])
  const known = [url, ...own, ...network.replicaUrls, ...away]
  const allowed = new Set(known.flatMap((one) => (one === undefined ? [] : [new URL(one).origin])))
  return {
    ...subject,
    async open({
      path = '/',
      width = 1280,
      height = 900,
      scheme = 'light',
      wallet,
      services = {},
    } = {}) {
      const further = Object.values(services).map((one) => new URL(one).origin)
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        locale: 'en-US',
        timezoneId: 'Europe/Berlin',
        acceptDownloads: true,
      })
      const page = await context.newPage()
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(`the page failed: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`its console says: ${message.text()}`)
      })
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url())
        if (
          ['data:', 'blob:'].includes(protocol) ||
          allowed.has(origin) ||
          further.includes(origin)
        )
          return
        problems.push(`it asked a stranger: ${request.url()}`)
      })
      await wallet?.install(page)
      if (further.length > 0) await nameServices(page, services)
      await page.goto(`${url}#${path}`)
      const visit: Visit = { page, problems, wallet, close: () => context.close() }
      return visit
    },
  }
}

/** Has the site's networks name services beside their own. */
async function nameServices(page: Page, services: object): Promise<void> {
  await page.route('**/networks.json', async (route) => {
    const response = await route.fetch()
    const { networks } = (await response.json()) as { networks: Record<string, object> }
    const named = Object.entries(networks).map(([name, entry]) => [name, { ...entry, ...services }])
    await route.fulfill({ response, json: { networks: Object.fromEntries(named) } })
  })
}

/** What axe finds wrong on the page as it stands (WCAG 2.2 A and AA, and best practices), one line each. */
export async function findBarriers(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`),
  )
}

/** Keeps a picture of the whole page as an artefact of the run. */
export async function keepShot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}
