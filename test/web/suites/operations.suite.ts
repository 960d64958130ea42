import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { describeNetworks } from '../../../cli/console/describeNetworks.ts'
import type { ConsoleUnderTest, Suite } from '../support/consoleUnderTest.ts'
import { lookAt } from '../support/lookAt.ts'
import { findBarriers, keepShot } from '../support/openConsole.ts'
import { startServer } from '../support/servers.ts'

const HOSTILE = '<img src=x onerror=alert(1)> \u202egnp.x'

/** Loads the page again with other replicas. */
async function loadWith(
  page: Page,
  { network }: ConsoleUnderTest,
  replicaUrls: readonly string[],
): Promise<void> {
  const { content } = describeNetworks([network])
  const { networks } = JSON.parse(JSON.stringify(content))
  Object.assign(networks.local, { replicaUrls })
  await page.route('**/networks.json', (route) => route.fulfill({ json: { networks } }))
  await page.reload()
}

/** The replicas of the bot, as they answer a page. */
export const describeOperations: Suite = (subject) =>
  describe('operations', () => {
    test('default: all replicas are ready, each condition is good, and figures are read again', async () => {
      const visit = await subject().open({ path: '/operations' })
      const { page, problems, close } = visit
      const urls = subject().network.replicaUrls
      await page.getByText(`${urls.length} of ${urls.length} replicas are ready`).waitFor()
      await page.getByText('No replica has measured anything else than another.').waitFor()
      for (const url of urls) {
        const panel = page.getByRole('region', { name: `Replica ${new URL(url).host}` })
        const conditions = panel.getByRole('list', { name: 'Conditions' }).getByRole('listitem')
        expect(await conditions.count()).toBe(12)
        // The value in force may have become old meanwhile: nobody moves the market any more.
        const good = conditions.filter({ hasNotText: /^age/ }).getByText('good', { exact: true })
        expect(await good.count()).toBe(11)
      }
      // Together they have pushed.
      const pushes = await page
        .getByRole('region', { name: 'Side by side' })
        .getByRole('row')
        .locator('td:nth-child(5)')
        .allInnerTexts()
      expect(pushes.reduce((sum, text) => sum + Number(text), 0)).toBeGreaterThan(0)
      await page.waitForRequest((request) => request.url() === `${urls[0]}/ready`)
      await lookAt(visit, 'operations')
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: an alarm stands there with its words, and whatever they hold does nothing', async () => {
      const visit = await subject().open({ path: '/operations' })
      const { page, problems, close } = visit
      const [url = ''] = subject().network.replicaUrls
      const conditions = [{ name: 'index', problem: HOSTILE, isAlarm: true }]
      await page.route(`${url}/ready`, (route) =>
        route.fulfill({
          status: 503,
          headers: { 'access-control-allow-origin': '*' },
          json: { isReady: false, state: 'starting or ending', conditions },
        }),
      )
      await page.route(`${url}/live`, (route) =>
        route.fulfill({
          status: 503,
          headers: { 'access-control-allow-origin': '*' },
          json: { isLive: false },
        }),
      )
      const panel = page.getByRole('region', { name: `Replica ${new URL(url).host}` })
      await panel.getByText('ALARM: index').waitFor()
      await panel.getByText('NOT READY').waitFor()
      await panel.getByText('Its loop stands still').waitFor()
      await panel.getByText("Look at graph-node's log and its RPC").waitFor()
      expect(await panel.getByText('<img src=x').innerText()).toContain('\\u{202e}')
      expect(await page.locator('img').count()).toBe(0)
      await page.getByText(/^Alarms: index at/).waitFor()
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'operations-alarm')
      expect(problems.filter((problem) => !problem.includes('503'))).toEqual([])
      await close()
    })

    test('error: unreachable, not allowed to read, and no replica are told apart', async () => {
      const silent = await startServer((_, response) => response.end('{"isLive":true}'))
      const other = await startServer((_, response) => {
        response.setHeader('access-control-allow-origin', '*').end('<html></html>')
      })
      const closed = 'http://127.0.0.1:9'
      const visit = await subject().open({ path: '/operations' })
      const { page, close } = visit
      await loadWith(page, subject(), [silent, other, closed])
      const panel = (url: string) =>
        page.getByRole('region', { name: `Replica ${new URL(url).host}`, exact: true })
      await panel(silent).getByText('not allowed to read').waitFor()
      await panel(silent)
        .getByText(/under http\.allowedOrigins/)
        .waitFor()
      await panel(other).getByText('no replica', { exact: true }).waitFor()
      await panel(closed).getByText('unreachable', { exact: true }).waitFor()
      await page.getByText('3 of 3 cannot be read by this page.').waitFor()
      await keepShot(page, 'operations-silent')
      await close()
    })

    test('behavior: without a replica the page says so, and one that is given is kept', async () => {
      const visit = await subject().open({ path: '/operations' })
      const { page, problems, close } = visit
      const [url = ''] = subject().network.replicaUrls
      await loadWith(page, subject(), [])
      await page.getByText('No replica is known').waitFor()
      const field = page.getByRole('textbox', { name: 'URL of its health server' })
      await field.fill('ftp://replica')
      await page.getByRole('button', { name: 'Add it' }).click()
      await page.getByText(/^It is no http or https URL/).waitFor()
      await field.fill(`${url}/`)
      await page.getByRole('button', { name: 'Add it' }).click()
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
      await page.getByRole('link', { name: 'Operations' }).click()
      await page.getByText('1 of 1 replica is ready').waitFor()
      expect(problems).toEqual([])
      await close()
    })
  })
