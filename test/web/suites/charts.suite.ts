import { readFile } from 'node:fs/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveBenchPage } from '../../../bench/support/benchPage.ts'
import type { ServedConsole } from '../../../cli/console/serveConsole.ts'
import type { ConsoleUnderTest, Suite, Visit, VisitOptions } from '../support/consoleUnderTest.ts'
import { findBarriers, keepShot, openConsole } from '../support/openConsole.ts'

/** Of the page of charts with known data, `bench/console/main.tsx`. */
const FIRST = { from: 1_793_491_200, points: 900 }

/** Charts over time, on a page that has them with data of which everything is known. */
export const describeCharts: Suite = (subject) =>
  describe('charts', () => {
    let served: ServedConsole
    let charts: ConsoleUnderTest

    beforeAll(async () => {
      served = await serveBenchPage()
      const visit = await subject().open()
      const browser = visit.page.context().browser() as Browser
      await visit.close()
      const { folder, network } = subject()
      charts = openConsole(browser, { url: served.url, folder, network })
    })

    afterAll(() => served?.close())

    /** A page whose charts are drawn. */
    async function open(options: VisitOptions = {}): Promise<Visit> {
      const visit = await charts.open(options)
      await visit.page.locator('canvas').first().waitFor()
      await visit.page.locator('[data-selecting]').first().waitFor()
      return visit
    }

    const chart = (page: Page, title: string) => page.getByRole('figure', { name: title })
    const words = (figure: Locator) => figure.locator('figcaption li')

    test('default: by keys alone one zooms, moves and reads values; words, table and sister follow', async () => {
      const { page, problems, close } = await open()
      const figure = chart(page, 'Width')
      const sister = chart(page, 'Weight')
      await expectText(words(figure).first(), '01:00:00 to 03:59:48 CET')
      await figure.getByRole('application').focus()
      await page.keyboard.press('+')
      await expectText(words(figure).first(), '01:44:57 to 03:14:51 CET')
      await expectText(words(figure).nth(1), /^In force: lowest 4\.37 % at 02:30:00, highest /)
      await expectText(words(sister).first(), '01:44:57 to 03:14:51 CET')
      await page.keyboard.press('Home')
      await expectText(words(figure).first(), '01:00:00 to 02:29:54 CET')
      await page.keyboard.press('ArrowRight')
      await expectText(words(figure).first(), '01:17:58 to 02:47:52 CET')
      await figure.getByText('Table of what is seen').click()
      await expectText(figure.getByRole('caption'), 'Width in periods of 2 min')
      await figure.getByRole('application').focus()
      for (const _ of [1, 2, 3, 4]) await page.keyboard.press('+')
      await expectText(figure.getByRole('caption'), /^Width, \d\d moments from /)
      await page.keyboard.press('End')
      await expectText(figure.getByRole('row').last(), '03:59:48 CET')
      await page.keyboard.press('Shift+ArrowLeft')
      const said = figure.getByRole('status').filter({ hasText: 'In force: ' })
      await expectText(said, /^1 Nov 2026, 03:59:48 CET; In force: 5\.21 %; Target: 5\.\d\d %/)
      await page.keyboard.press('Shift+ArrowLeft')
      await expectText(said, /^1 Nov 2026, 03:59:36 CET;/)
      await page.keyboard.press('0')
      await expectText(words(figure).first(), '01:00:00 to 03:59:48 CET')
      expect(problems).toEqual([])
      await close()
    })

    test('default: all charts of a market move together, and each saves what it shows', async () => {
      const { page, problems, close } = await subject().open({ path: '/markets/weth-usd' })
      const fee = chart(page, 'Base fee')
      await fee.locator('canvas').waitFor()
      const all = await words(fee).first().textContent()
      await fee.getByRole('application').focus()
      await page.keyboard.press('+')
      await expect.poll(() => words(fee).first().textContent()).not.toBe(all)
      const half = (await words(fee).first().textContent()) as string
      await expectText(words(chart(page, 'Band')).first(), half)
      const { text } = await save(page, fee, 'CSV')
      expect(text).toMatch(/^"time \(Unix seconds\)","time \(ISO 8601, UTC\)","[^"]+ \(gwei\)",/)
      expect(text.split('\r\n').length).toBeGreaterThan(3)
      expect(problems).toEqual([])
      await close()
    })

    test('default: a mouse drags, selects, and turns its wheel without stealing the page’s', async () => {
      const { page, problems, close } = await open()
      const figure = chart(page, 'Width')
      const area = figure.locator('[data-selecting]')
      const { x, y, width } = (await area.boundingBox()) as Box
      const drag = async (from: number, to: number) => {
        await page.mouse.move(x + from * width, y + 60)
        await page.mouse.down()
        await page.mouse.move(x + to * width, y + 60, { steps: 4 })
        await page.mouse.up()
      }
      await page.mouse.move(x + width / 2, y + 60)
      await page.mouse.wheel(0, 120)
      await page.waitForFunction(() => scrollY > 0)
      await expectText(words(figure).first(), '01:00:00 to 03:59:48 CET')
      await page.evaluate(() => scrollTo(0, 0))

      await figure.getByRole('button', { name: 'Select' }).click()
      await drag(0.25, 0.5)
      await expectText(words(figure).first(), /01:4[45]:\d\d to 02:(29|30):\d\d CET/)
      await drag(0.5, 0.25)
      await expectText(words(figure).first(), /01:5[67]:\d\d to 02:41:\d\d CET/)
      await page.mouse.wheel(0, -300)
      await expectText(words(figure).first(), /02:0\d:\d\d to 02:\d\d:\d\d CET/)
      expect(await page.evaluate(() => scrollY)).toBe(0)
      await figure.getByRole('button', { name: 'Last hour' }).click()
      await expectText(words(figure).first(), '02:59:48 to 03:59:48 CET')
      await figure.getByRole('button', { name: /^In force/ }).click()
      await expectText(words(figure).nth(1), /^Target: /)
      expect(problems).toEqual([])
      await close()
    })

    test('default: one finger moves sideways, two zoom', async () => {
      const { page, problems, close } = await open({ width: 360 })
      const figure = chart(page, 'Width')
      const area = figure.locator('[data-selecting]')
      const { x, y, width } = (await area.boundingBox()) as Box
      const session = await page.context().newCDPSession(page)
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', shares: number[]) =>
        session.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: shares.map((share, id) => ({ x: x + share * width, y: y + 60, id })),
        })
      await touch('touchStart', [0.4, 0.6])
      for (const reach of [0.2, 0.3, 0.4]) await touch('touchMove', [0.5 - reach, 0.5 + reach])
      await touch('touchEnd', [])
      await expectText(words(figure).first(), /02:0\d:\d\d to 02:5\d:\d\d CET/)
      await touch('touchStart', [0.5])
      for (const share of [0.6, 0.8, 1]) await touch('touchMove', [share])
      await touch('touchEnd', [])
      await expectText(words(figure).first(), /01:4\d:\d\d to 02:[23]\d:\d\d CET/)
      expect(problems).toEqual([])
      await close()
    })

    test('P-135 what is seen is saved as CSV, point by point, and a label is no formula', async () => {
      const { page, problems, close } = await open()
      const figure = chart(page, 'Width')
      await figure.getByRole('button', { name: 'Last hour' }).click()
      await expectText(words(figure).first(), '02:59:48 to 03:59:48 CET')
      const { name, text } = await save(page, figure, 'CSV')
      expect(name).toBe('width-20261101T015948Z-20261101T025948Z.csv')
      const [head, ...rows] = text.trimEnd().split('\r\n')
      expect(head).toBe(
        '"time (Unix seconds)","time (ISO 8601, UTC)","In force (%)","Target (%)","Voted bounds, lower edge (%)","Voted bounds, upper edge (%)","Pushes"',
      )
      const end = FIRST.from + (FIRST.points - 1) * 12
      const measured = rows.map((row) => row.split(',')).filter((cells) => cells[3] !== '')
      expect(measured.map(([at]) => Number(at))).toEqual(
        Array.from({ length: 301 }, (_, index) => end - 3_600 + index * 12),
      )
      const [, iso, force, target] = measured.at(-1) ?? []
      expect([iso, force]).toEqual(['2026-11-01T02:59:48Z', '5.21'])
      expect(Number(target).toFixed(2)).toBe('5.20')
      const gaps = await save(page, chart(page, 'With gaps'), 'CSV')
      expect(gaps.text).toContain(`"'=HYPERLINK(""http://evil.example"") (gwei)"`)
      expect(gaps.text).toContain('NaN')
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: what is seen is saved as a picture that is not blank', async () => {
      const { page, problems, close } = await open({ scheme: 'dark' })
      const figure = chart(page, 'Width')
      const { name, bytes } = await save(page, figure, 'PNG')
      expect(name).toMatch(/^width-\d{8}T\d{6}Z-\d{8}T\d{6}Z\.png$/)
      const picture = await page.evaluate(readPicture, [...bytes])
      const canvas = (await figure.locator('canvas').boundingBox()) as Box
      expect(picture.width).toBe(Math.round(canvas.width) + 32)
      expect(picture.height).toBeGreaterThan(canvas.height + 100)
      // The surface of the dark page, text, both lines, corridor, grid.
      expect(picture.ground).toEqual([26, 31, 41])
      expect(picture.colors).toBeGreaterThan(50)
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: little, nothing, gaps and powers of ten are said as they are', async () => {
      const { page, problems, close } = await open()
      await expectText(chart(page, 'Empty'), 'There is nothing to draw yet')
      await expectText(
        words(chart(page, 'One point')).nth(1),
        'Fee: one value, 12.50 % at 09:00:00.',
      )
      await expectText(
        words(chart(page, 'With gaps')).nth(3),
        /^Before \\u\{202e\}: lowest 4\.00 %/,
      )
      await expectText(
        words(chart(page, 'Powers')).last(),
        'of 0 and below stand at its lower edge',
      )
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: the chart follows the page from light to dark', async () => {
      const { page, problems, close } = await open()
      const canvas = chart(page, 'Width').locator('canvas')
      const light = await canvas.evaluate(readInk)
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.waitForFunction(
        ([element, before]) => {
          const pen = (element as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D
          const { width, height } = element as HTMLCanvasElement
          return pen.getImageData(0, height >> 1, width, 1).data.join() !== before
        },
        [await canvas.elementHandle(), light] as const,
      )
      expect(problems).toEqual([])
      await close()
    })

    test('error: a browser whose language Intl refuses has charts too', async () => {
      const { page, problems, close } = await charts.open({ path: 'blank' })
      await page.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix' }),
      )
      await page.reload()
      await page.locator('canvas').first().waitFor()
      expect(await page.evaluate(() => navigator.language)).toBe('en-US@posix')
      expect(problems).toEqual([])
      await close()
    })

    test.each([
      [360, 'light'],
      [768, 'dark'],
      [1_600, 'light'],
    ] as const)(
      'behavior: at %i pixels, %s, nothing overflows and axe finds nothing',
      async (width, scheme) => {
        const { page, problems, close } = await open({ width, scheme })
        const figure = chart(page, 'Width')
        await figure.getByText('Table of what is seen').click()
        await figure.getByRole('application').focus()
        await page.keyboard.press('Shift+ArrowRight')
        await figure.getByRole('caption').waitFor()
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
        expect(await findBarriers(page)).toEqual([])
        await keepShot(page, `charts-${width}-${scheme}`)
        expect(problems).toEqual([])
        await close()
      },
    )
  })

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Waits until a text is there. */
async function expectText(locator: Locator, text: string | RegExp): Promise<void> {
  const read = async () => (await locator.textContent())?.replaceAll('\u00a0', ' ')
  await expect.poll(read, { timeout: 20_000 }).toMatch(text)
}

async function save(page: Page, figure: Locator, kind: 'CSV' | 'PNG') {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    figure.getByRole('button', { name: new RegExp(`as ${kind}$`) }).click(),
  ])
  const bytes = await readFile(await download.path())
  return { name: download.suggestedFilename(), bytes, text: bytes.toString('utf8') }
}

/** Runs in the page: the pixels across the middle of a canvas. */
function readInk(element: Element): string {
  const { width, height } = element as HTMLCanvasElement
  const pen = (element as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D
  return pen.getImageData(0, height >> 1, width, 1).data.join()
}

/** Runs in the page: decodes a picture, and counts its colours. */
async function readPicture(bytes: number[]) {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }))
  const { width, height } = bitmap
  const pen = new OffscreenCanvas(width, height).getContext(
    '2d',
  ) as OffscreenCanvasRenderingContext2D
  pen.drawImage(bitmap, 0, 0)
  const { data } = pen.getImageData(0, 0, width, height)
  const colors = new Set<number>()
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    colors.add((red << 16) | (green << 8) | blue)
  }
  return { width, height, ground: [...data.subarray(0, 3)], colors: colors.size }
}
