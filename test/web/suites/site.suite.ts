import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sirv from 'sirv'
import { describe, expect, onTestFinished, test } from 'vitest'
import { describeNetworks } from '../../../cli/console/describeNetworks.ts'
import { writeSite } from '../../../cli/console/writeSite.ts'
import { routes } from '../../../web/app/routes.ts'
import type { ConsoleUnderTest, Suite } from '../support/consoleUnderTest.ts'
import { findBarriers, keepShot } from '../support/openConsole.ts'
import { startForwarder, startServer } from '../support/servers.ts'

type Entry = Record<string, unknown>

/** Has the page get other networks from here on. */
async function serveNetworks(page: Page, body: string | object, status = 200): Promise<void> {
  await page.unroute('**/networks.json')
  await page.route('**/networks.json', (route) =>
    route.fulfill({
      status,
      contentType: typeof body === 'string' ? 'text/plain' : 'application/json',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
}

/** The networks of the site under test, with changes of the local one. */
function listNetworks({ network }: ConsoleUnderTest, changes: Entry = {}) {
  const { content } = describeNetworks([network])
  const { networks } = JSON.parse(JSON.stringify(content)) as { networks: { local: Entry } }
  return { networks: { local: { ...networks.local, ...changes } } }
}

/** Answers single calls of the node otherwise; what `change` leaves undefined stays. */
async function changeNode(
  page: Page,
  { network }: ConsoleUnderTest,
  change: (method: string) => unknown,
): Promise<void> {
  await page.route(`${network.rpcUrl}/**`, async (route) => {
    const response = await route.fetch()
    const asked = route.request().postDataJSON() as { id: number; method: string }[]
    const given = (await response.json()) as { id: number }[] | { id: number }
    const answers = [given].flat().map((answer) => {
      const { method = '' } = [asked].flat().find(({ id }) => id === answer.id) ?? {}
      const result = change(method)
      return result === undefined ? answer : { jsonrpc: '2.0', id: answer.id, result }
    })
    await route.fulfill({ response, json: Array.isArray(given) ? answers : answers[0] })
  })
}

/** Against hanging alone: a machine with much else to do takes many times as long. */
const eventually = <Value>(read: () => Value | Promise<Value>) =>
  expect.poll(read, { timeout: 60_000 })

const headingOf = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

/** Settings, the frame around every page, and what a page may ask whom. */
export const describeSite: Suite = (subject) =>
  describe('site', () => {
    test('default: settings at three widths, light and dark: no barrier, nothing wider than the page', async () => {
      const { page, problems, close } = await subject().open({ path: '/settings' })
      await headingOf(page, 'Settings').waitFor()
      await page.getByText(/^block [\d,]+, /).waitFor()
      await page.getByRole('button', { name: 'Test all' }).click()
      await page.getByText('has the space gimbal.eth').waitFor()
      await page.getByText('answers as a gateway does').waitFor()
      for (const width of [360, 768, 1600]) {
        await page.setViewportSize({ width, height: 900 })
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await keepShot(page, `settings-${width}-${colorScheme}`)
          expect(await findBarriers(page)).toEqual([])
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
      }
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: however narrow the screen is, the page that is open stands in sight in the navigation', async () => {
      const { page, close } = await subject().open({ path: '/settings', width: 360 })
      for (const name of ['Settings', 'Markets', 'Vaults']) {
        await page.getByRole('link', { name, exact: true }).click()
        const current = page.getByRole('navigation').locator('[aria-current]')
        expect(await current.textContent()).toBe(name)
        await eventually(async () => {
          const { x = -1, width = 0 } = (await current.boundingBox()) ?? {}
          return x >= 0 && x + width <= 360
        }).toBe(true)
      }
      await close()
    })

    test('default: another URL counts once the page is loaded again; nobody else is asked then; undo', async () => {
      const { network } = subject()
      const index = await startForwarder(network.graphqlUrl ?? '')
      const { page, problems, close } = await subject().open({ path: '/settings' })
      const field = page.getByLabel('Index (subgraph)', { exact: true })
      await field.fill('index.example')
      await page.getByText('It is no http or https URL; give one.').waitFor()
      await page.getByRole('button', { name: 'Save, and load the page again' }).click()
      expect(await field.evaluate((own) => own === document.activeElement)).toBe(true)
      await field.fill(index.url)
      await page.getByText('It is tested once the page is loaded again with it.').waitFor()
      expect(index.asked).toEqual([])
      const asked: string[] = []
      await page.getByRole('button', { name: 'Save, and load the page again' }).click()
      page.on('request', (request) => asked.push(new URL(request.url()).origin))
      await page.getByText('Your change counts from now on').waitFor()
      await eventually(() => index.asked.length).toBeGreaterThan(0)
      const found = page.getByRole('status').filter({ hasText: /^good block [\d,]+/ })
      await found.waitFor()
      await page.getByRole('link', { name: 'Markets' }).click()
      await headingOf(page, 'Markets').waitFor()
      await page.waitForLoadState('networkidle')
      expect(asked).toContain(new URL(index.url).origin)
      expect(asked).not.toContain(new URL(network.graphqlUrl ?? '').origin)
      await page.getByRole('link', { name: 'Settings' }).click()
      await page.getByRole('button', { name: 'Undo it' }).click()
      await eventually(() => field.inputValue()).toBe(network.graphqlUrl)
      const strange = `it asked a stranger: ${index.url}`
      expect(problems.filter((problem) => problem !== strange)).toEqual([])
      await close()
    })

    test('behavior: what is kept is listed, forgotten on demand, and no link changes it', async () => {
      const path = '/settings?rpcUrl=http://127.0.0.1:9/&network=other'
      const { page, close } = await subject().open({ path })
      await page.goto(`${subject().url}?rpcUrl=http://127.0.0.1:9/#/settings`)
      await headingOf(page, 'Settings').waitFor()
      const field = page.getByLabel('Node (RPC)', { exact: true })
      expect(await field.inputValue()).toBe(subject().network.rpcUrl)
      await page.getByRole('radio', { name: 'Dark' }).check()
      await page.reload()
      await page.getByText('your network, URLs and colours').waitFor()
      await page.getByRole('button', { name: 'Forget everything …' }).click()
      await page.getByRole('button', { name: 'Forget all of it now' }).click()
      await page.waitForFunction(() => localStorage.getItem('gimbal.settings') === null)
      await close()
    })

    test('error: a browser that keeps nothing shows everything, and says so where something is to be kept', async () => {
      const { page, problems, close } = await subject().open()
      await page.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage']) {
          Object.defineProperty(globalThis, name, {
            get: () => {
              throw new DOMException('The operation is insecure.', 'SecurityError')
            },
          })
        }
      })
      for (const path of ['/', '/draft', '/account', '/settings']) {
        await page.goto(`${subject().url}#${path}`)
        await page.reload()
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.getByText(/^block [\d,]+, /).waitFor()
      }
      await page.getByLabel('Node (RPC)', { exact: true }).fill('http://127.0.0.1:7777')
      await page.getByRole('button', { name: 'Save, and load the page again' }).click()
      await page.getByText('This browser keeps nothing for this site').waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: colours are chosen in the head, kept, and there before the first paint', async () => {
      const { page, problems, close } = await subject().open({ path: '/settings', scheme: 'light' })
      await page.getByRole('button', { name: 'Use dark colours' }).click()
      const ground = () =>
        page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
      const dark = await ground()
      await eventually(() => page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true)
      // Without its own scripts the page gets no further than its first paint.
      await page.route('**/assets/*.js', (route) => route.abort())
      await page.reload()
      await page.getByText('Gimbal is loading …').waitFor()
      expect(await ground()).toBe(dark)
      await page.unroute('**/assets/*.js')
      await page.reload()
      await page.getByLabel('As the system has it').check()
      expect(await ground()).not.toBe(dark)
      expect(problems.filter((problem) => !problem.includes('ERR_FAILED'))).toEqual([])
      await close()
    })

    test('error: networks.json is missing, broken, empty, or names a file', async () => {
      const { page, close } = await subject().open()
      const faults: readonly (readonly [string | object, number, RegExp])[] = [
        ['there is no such file\n', 404, /cannot be read \(there is no such file\)/],
        ['<html>', 200, /cannot be read/],
        [{ networks: 7 }, 200, /networks: is no group/],
        [{ networks: {} }, 200, /names no network/],
        [{ networks: { a: { deployment: 'a.json' } } }, 200, /names a file instead/],
      ]
      for (const [body, status, message] of faults) {
        await serveNetworks(page, body, status)
        await page.reload()
        await headingOf(page, 'The console cannot start').waitFor()
        await page.getByText(message).waitFor()
      }
      expect(await findBarriers(page)).toEqual([])
      await page.unroute('**/networks.json')
      await page.getByRole('button', { name: 'Try again' }).click()
      await headingOf(page, 'Markets').waitFor()
      await close()
    })

    test('error: a network without a node asks for one, and goes on with it', async () => {
      const { page, close } = await subject().open()
      await serveNetworks(page, listNetworks(subject(), { rpcUrl: undefined }))
      await page.reload()
      await headingOf(page, 'A node is needed').waitFor()
      await page.getByText('It is missing; give one.').waitFor()
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'no-node')
      await page.getByLabel('Node (RPC)', { exact: true }).fill(subject().network.rpcUrl ?? '')
      await page.getByRole('button', { name: 'Save, and load the page again' }).click()
      await headingOf(page, 'Settings').waitFor()
      await page
        .getByRole('status')
        .filter({ hasText: /^good local \(chain 31337\), block/ })
        .waitFor()
      await close()
    })

    test('error: a node on another chain: DANGER on every page, and nothing of it is shown', async () => {
      const { page, close } = await subject().open()
      await changeNode(page, subject(), (method) => (method === 'eth_chainId' ? '0x1' : undefined))
      await page.reload()
      await page.getByText('DANGER: The node is on another chain').waitFor()
      await page.getByText('is on mainnet (chain 1), and local is on').waitFor()
      expect(await headingOf(page, 'Markets').count()).toBe(0)
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'wrong-chain')
      await page.getByRole('link', { name: 'To the settings' }).click()
      await headingOf(page, 'Settings').waitFor()
      await page.getByRole('button', { name: 'Test Node (RPC)' }).click()
      await page.getByText('is on mainnet (chain 1); the network is').waitFor()
      await close()
    })

    test('error: contracts that are not where the network says: DANGER', async () => {
      const { addresses } = subject().network
      const { page, close } = await subject().open()
      const changed = { addresses: { ...addresses, token: addresses.timelock } }
      await serveNetworks(page, listNetworks(subject(), changed))
      await page.reload()
      await page.getByText('DANGER: The contracts are not where the network says').waitFor()
      await page.getByText(`addresses.token ${addresses.timelock} is the timelock`).waitFor()
      await close()
    })

    test('error: a node that goes away and comes back', async () => {
      const { page, close } = await subject().open()
      await page.getByText(/^block [\d,]+, /).waitFor()
      await page.route(`${subject().network.rpcUrl}/**`, (route) => route.abort())
      await page.getByText('The node does not answer', { exact: true }).waitFor()
      await page.getByText(/What you see is of block [\d,]+/).waitFor()
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'node-down')
      await page.unroute(`${subject().network.rpcUrl}/**`)
      await page.getByText(/^block [\d,]+, /).waitFor()
      expect(await page.getByText('The node does not answer', { exact: true }).count()).toBe(0)
      await close()
    })

    test('behavior: a folder written by --out works below a path of any server of files', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gimbal-static-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const { network } = subject()
      await writeSite(join(folder, 'deep', 'gimbal'), describeNetworks([network]).content)
      const origin = await startServer(sirv(folder) as never)
      const { page, problems, close } = await subject().open()
      await page.goto(`${origin}/deep/gimbal/#/settings`)
      await headingOf(page, 'Settings').waitFor()
      await page.getByText(/^block [\d,]+, /).waitFor()
      await page.getByRole('link', { name: 'Markets' }).click()
      await headingOf(page, 'Markets').waitFor()
      const own = (problem: string) => problem.startsWith(`it asked a stranger: ${origin}/deep/`)
      expect(problems.filter((problem) => !own(problem))).toEqual([])
      await close()
    })

    test('behavior: the keyboard reaches everything in the head, skips it, and a new page begins at its heading', async () => {
      const { page, problems, close } = await subject().open({ path: '/settings' })
      await headingOf(page, 'Settings').waitFor()
      const focused = () =>
        page.evaluate(() => {
          const own = document.activeElement
          return own?.getAttribute('aria-label') ?? own?.textContent ?? ''
        })
      const names: string[] = []
      const last = 'Settings'
      while (names.at(-1) !== last && names.length < 30) {
        await page.keyboard.press('Tab')
        names.push(await focused())
      }
      const titles = routes.flatMap(({ title }) => title ?? [])
      expect(names.slice(0, 3)).toEqual(['Skip to the content', 'Gimbal', 'Use dark colours'])
      expect(names.slice(-titles.length)).toEqual(titles)
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => {
        const heading = document.querySelector('h1')
        const isNew = location.hash === '#/account' && heading?.textContent !== 'Settings'
        return isNew && heading === document.activeElement
      })
      expect(await page.title()).toBe(`${await focused()} · Gimbal`)
      await page.locator('button', { hasText: 'Skip to the content' }).focus()
      await page.keyboard.press('Enter')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
      expect(problems).toEqual([])
      await close()
    })

    test('P-148 on every page, no request leaves for anywhere but the site and the chosen URLs', async () => {
      const reached: string[] = []
      const stranger = await startServer((request, response) => {
        reached.push(request.url ?? '')
        response.writeHead(200, { 'access-control-allow-origin': '*' }).end()
      })
      const paths = routes.map(({ path }) => path.replace(/\/:.*\?$/, ''))
      const pages = paths.map((path) =>
        path.replace(':market', 'weth-usd').replace(':id', 'no-such-id'),
      )
      const { page, problems, close } = await subject().open()
      await page.addInitScript(() => {
        const violations: string[] = []
        Object.assign(globalThis, { violations })
        addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
          violations.push(`${effectiveDirective} ${blockedURI}`),
        )
      })
      const listViolations = () =>
        page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)
      const visit = async (path: string) => {
        await page.goto(`${subject().url}#${path}`)
        await page.reload()
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle')
        expect([path, await listViolations()]).toEqual([path, []])
      }
      for (const path of pages) await visit(path)
      await visit('/proposals')
      const proposal = page.getByRole('main').locator('a[href^="#/proposals/"]').first()
      await visit((await proposal.getAttribute('href'))?.slice(1) ?? '')
      expect(problems).toEqual([])
      // The same page, with something in it that wants to talk to a stranger in every way there is.
      const ways = await page.evaluate(tryEveryWay, stranger)
      await eventually(async () => (await listViolations()).length).toBeGreaterThanOrEqual(ways)
      expect(reached).toEqual([])
      await close()
    })
  })

/** Runs in the page. @returns how many of its attempts a policy has to refuse. */
function tryEveryWay(origin: string): number {
  const add = (name: string, attributes: Record<string, string>) => {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    document.body.append(element)
    return element
  }
  const ways: (() => unknown)[] = [
    () => fetch(`${origin}/fetch`, { mode: 'no-cors' }).catch(() => {}),
    () => navigator.sendBeacon(`${origin}/beacon`, 'x'),
    () => new EventSource(`${origin}/events`),
    () => new WebSocket(`${origin.replace('http', 'ws')}/socket`),
    () => {
      const request = new XMLHttpRequest()
      request.open('GET', `${origin}/xhr`)
      request.send()
    },
    () => add('img', { src: `${origin}/img` }),
    () => add('script', { src: `${origin}/script` }),
    () => add('link', { rel: 'stylesheet', href: `${origin}/style` }),
    () => add('iframe', { src: `${origin}/frame` }),
    () => add('video', { src: `${origin}/video` }),
    () => add('object', { data: `${origin}/object` }),
    () => import(/* @vite-ignore */ `${origin}/module`).catch(() => {}),
    () => (add('form', { action: `${origin}/form`, method: 'post' }) as HTMLFormElement).submit(),
  ]
  for (const way of ways) {
    try {
      way()
    } catch {
      // Some refuse at once.
    }
  }
  return ways.length
}
