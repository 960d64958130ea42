import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import sirv from 'sirv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDocs } from '../../scripts/docs.ts'
import { findUnplaced, pagesOf, sections } from '../../site/navigation.ts'
import { launchBrowser } from '../web/support/launchBrowser.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const documents = globSync('**/*.md', { cwd: join(root, 'docs') }).map((path) =>
  path.replace(/\.md$/, ''),
)

let folder: string
/** From site/, whose packages are there once it is built. */
let findDeadLinks: (folder: string) => string[]
let url: string
let browser: Browser
const server = createServer((request, response) => sirv(folder)(request, response))

beforeAll(async () => {
  // Throws on any warning.
  folder = await buildDocs()
  const checker = pathToFileURL(join(root, 'site', 'links', 'findDeadLinks.ts')).href
  ;({ findDeadLinks } = await import(checker))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  server.close()
})

/** A page of the site, and whatever it complains of or asks others for. */
async function open(path: string, width: number): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 800 } })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      complaints.push(`asks ${request.url()}`)
  })
  await page.goto(`${url}/${path}`, { waitUntil: 'networkidle' })
  return { page, complaints }
}

describe('the documentation site', () => {
  test('P-191 builds without a warning, and every link leads to a page and a place in it', () => {
    expect(findDeadLinks(folder)).toEqual([])
  })

  test('P-191 a dead link is found: to no page, to no anchor, to no picture', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'gimbal-site-'))
    try {
      await writeFile(
        join(broken, 'index.html'),
        '<a href="/index.html#here">good</a><a id="here" href="./gone.html">bad</a>' +
          '<a href="#nowhere">bad</a><img src="/no.png"><a href="https://example.org/x">other</a>',
      )
      expect(findDeadLinks(broken)).toEqual([
        'index.html links to ./gone.html, which is not there',
        'index.html links to #nowhere, which has no such anchor',
        'index.html links to /no.png, which is not there',
      ])
    } finally {
      await rm(broken, { recursive: true, force: true })
    }
  })

  test('default: every document is in a section of the navigation, and in one alone', () => {
    expect(findUnplaced(documents)).toEqual([])
    const placed = sections.flatMap((section) => pagesOf(section, documents))
    expect(placed.toSorted()).toEqual(documents.toSorted())
  })

  test('default: the reference has what a protocol reads, with the words of its NatSpec', async () => {
    const page = await readFile(
      join(folder, 'reference/solidity/interfaces/IRiskParameters.html'),
      'utf8',
    )
    expect(page).toContain('The vector to use now. Never reverts.')
    expect(page).toContain('Age of the last evidence, in seconds')
  })

  test('default: the reference has what the package exports, with the words of its docstrings', async () => {
    const page = await readFile(join(folder, 'reference/typescript/core.html'), 'utf8')
    expect(page).toContain('Loads the Wasm core, in Node and in browsers.')
    expect(page).toContain('CoreUnavailableError if the bytes cannot be read')
  })

  test('behavior: the search has guides first, finds a page of the reference, and asks no other host', async () => {
    const { page, complaints } = await open('model.html', 1280)
    await page.keyboard.press('Control+k')
    await page.getByRole('searchbox').fill('stale')
    const first = await page.locator('a.result').first().getAttribute('href')
    expect(first).not.toContain('/reference/')
    await page.getByRole('searchbox').fill('loadCore')
    await page.locator('a.result[href*="/typescript/core.html"]').first().click()
    await page.waitForURL(/\/typescript\/core\.html/)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('behavior: at 360 pixels no document is wider than the screen', async () => {
    const wide: string[] = []
    const { page, complaints } = await open('', 360)
    for (const path of ['index', ...documents, 'reference/typescript/core']) {
      await page.goto(`${url}/${path}.html`, { waitUntil: 'domcontentloaded' })
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 360) wide.push(`${path}: ${width}`)
    }
    expect(wide).toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  })

  test("behavior: the site's own sources pass its own compiler", async () => {
    const tsc = join(root, 'site', 'node_modules', 'typescript', 'bin', 'tsc')
    const run = promisify(execFile)(process.execPath, [tsc, '-p', join(root, 'site')])
    await expect(run).resolves.toMatchObject({ stdout: '' })
  })
})
