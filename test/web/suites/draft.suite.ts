import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Locator, Page, Route } from 'playwright-core'
import { toEventSelector, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { readMarkets } from '../../../client/readMarkets.ts'
import {
  completeDraft,
  encodeProposal,
  hashDocument,
  readDraft,
  shortenId,
} from '../../../governance/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import { spawnGimbal } from '../../cli/support/runGimbal.ts'
import type { Suite, Visit } from '../support/consoleUnderTest.ts'
import { lookAt, measureOverflow } from '../support/lookAt.ts'
import { findBarriers, keepShot } from '../support/openConsole.ts'
import { createTestWallet } from '../support/testWallet.ts'

const [voter] = localAccounts.voters
const example = (name: string) =>
  readFile(new URL(`../../../governance/examples/${name}.yaml`, import.meta.url), 'utf8')
const isNetworkNoise = (problem: string) => /Failed to load resource/.test(problem)

/** Writing a proposal. */
export const describeDraft: Suite = (subject) =>
  describe('draft', () => {
    const chain = () => createChainClient(subject().network.rpcUrl ?? '')

    async function openDraft(options: { isVoter?: boolean } = {}): Promise<Visit> {
      const { rpcUrl = '', chainId } = subject().network
      const wallet = options.isVoter && createTestWallet(rpcUrl, voter, chainId)
      const visit = await subject().open({ path: '/draft', ...(wallet && { wallet }) })
      const { page } = visit
      await page.getByRole('heading', { level: 1, name: 'Draft' }).waitFor()
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      return visit
    }

    /** Of its own on a stack that has seen this suite before. */
    const nameDraft = async () => `Loosen the band in block ${await chain().getBlockNumber()}`

    /** What the command line makes of a draft, as who would propose it. */
    async function runPropose(draft: string): Promise<Record<string, string>> {
      const key = toHex(voter.getHdKey().privateKey as Uint8Array)
      const folder = await mkdtemp(join(tmpdir(), 'gimbal-draft-'))
      try {
        const file = join(folder, 'draft.yaml')
        await writeFile(file, draft)
        const args = ['propose', file, '--json', '--dir', subject().folder]
        const child = spawnGimbal(args, { GIMBAL_KEY: key })
        const [stdout, stderr] = await Promise.all([
          text(child.stdout),
          text(child.stderr),
          once(child, 'close'),
        ])
        if (stdout === '') throw new Error(stderr)
        return JSON.parse(stdout)
      } finally {
        await rm(folder, { recursive: true })
      }
    }

    /** Presses Tab until something has the focus, as somebody without a mouse does. */
    async function tabTo(page: Page, place: Locator): Promise<void> {
      await place.waitFor()
      for (let presses = 0; presses < 150; presses++) {
        if (await place.evaluate((element) => element === document.activeElement)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`150 tabs do not lead to ${place}`)
    }

    async function typeInto(page: Page, place: Locator, value: string): Promise<void> {
      await tabTo(page, place)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(value)
    }

    const keptText = (page: Page) =>
      page.evaluate((name) => localStorage.getItem(`gimbal.draft.${name}`), subject().network.name)

    const tab = (page: Page, name: string) => page.getByRole('tab', { name })

    async function writeText(page: Page, draft: string): Promise<void> {
      await tab(page, 'YAML').click()
      await page.getByLabel('The draft as YAML').fill(draft)
    }

    async function connect(page: Page): Promise<void> {
      await page.getByRole('button', { name: 'Connect a wallet to propose' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Test wallet' }).click()
    }

    test('P-143 a change of bounds is written by keyboard, is what the command line makes of it, is proposed, and its page opens', async () => {
      const { page, problems, wallet, close } = await openDraft({ isVoter: true })
      const title = await nameDraft()
      await typeInto(page, page.getByLabel('Title'), title)
      await tabTo(page, page.getByRole('button', { name: /^Bounds/ }))
      await page.keyboard.press('Enter')
      await typeInto(page, page.getByLabel('Why'), 'The pool is deep.')
      await tabTo(page, page.locator('summary').filter({ hasText: /^band/ }))
      await page.keyboard.press('Enter')
      const band = page.getByLabel('largest band', { exact: true })
      await typeInto(page, band, '200 %')
      await page.getByText('Allowed is 0 % to 100 %', { exact: true }).waitFor()
      await page.getByRole('region', { name: 'To correct' }).waitFor()
      expect(await band.getAttribute('aria-invalid')).toBe('true')
      await typeInto(page, band, '20 %')
      await page.getByText('Complete.').waitFor()
      expect(await page.getByText('Allowed is').count()).toBe(0)
      const outcome = page.getByRole('region', { name: 'What comes of it' })
      await outcome.getByText('20.00 %').first().waitFor()
      await outcome.getByText('looser').first().waitFor()

      await tabTo(page, tab(page, 'What changes'))
      await page.keyboard.press('End')
      await tabTo(page, outcome.getByText('The call', { exact: true }))
      await page.keyboard.press('Enter')
      await tabTo(page, page.getByRole('button', { name: 'Copy the calldata of change 1' }))
      await page.keyboard.press('Enter')
      await page.getByText('Copied').waitFor()

      const draft = (await keptText(page)) ?? ''
      const { addresses, startBlock } = subject().network
      const { markets } = await readMarkets(chain(), addresses.riskParameters, startBlock)
      const document = completeDraft(readDraft(draft), markets)
      const { calldatas } = encodeProposal(document, addresses)
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(calldatas[0])
      const said = await runPropose(draft)
      expect(said.documentHash).toBe(hashDocument(document))
      await outcome.getByTitle(said.documentHash ?? '').waitFor()
      await outcome.getByText('The document, complete').click()
      await outcome.getByRole('button', { name: 'Copy the document', exact: true }).click()
      const copied = () => page.evaluate(() => navigator.clipboard.readText())
      await expect.poll(copied).toBe(said.document)

      await connect(page)
      await outcome.getByTitle(toHex(BigInt(said.proposalId ?? 0), { size: 32 })).waitFor()
      if (wallet !== undefined) wallet.isRefusing = true
      const dialog = page.getByRole('dialog')
      await outcome.getByRole('button', { name: 'Propose', exact: true }).click()
      await dialog.getByRole('button', { name: 'Continue in Test wallet' }).click()
      await dialog.getByText('You said no in the wallet').waitFor()
      if (wallet !== undefined) wallet.isRefusing = false
      await dialog.getByRole('button', { name: 'Continue in Test wallet' }).click()
      await dialog.getByRole('button', { name: 'Done' }).click()
      await page.getByRole('link', { name: /^Open the proposal 0x/ }).click()
      const shortId = shortenId(BigInt(said.proposalId ?? 0))
      expect(page.url()).toContain(`#/proposals/${shortId}`)
      await page.getByRole('heading', { level: 1, name: title }).waitFor()

      await page.goBack()
      await tab(page, 'Propose').click()
      await page.getByText('This proposal exists already').waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('default: the proposal is posted to Snapshot first, and the Governor takes the votes there', async () => {
      const { page, problems, close } = await openDraft({ isVoter: true })
      const draft = (await example('calm-bands')).replace(
        /title: .*/,
        `title: ${await nameDraft()} too`,
      )
      await writeText(page, draft)
      await tab(page, 'Propose').click()
      await connect(page)
      await page.getByLabel(/^Also on Snapshot/).check()
      await page.getByRole('button', { name: 'Sign and post on Snapshot' }).click()
      await page.getByText('It is on Snapshot').waitFor()
      await page.getByRole('button', { name: 'Propose at the Governor' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Continue in Test wallet' }).click()
      await dialog.getByRole('button', { name: 'Done' }).click()
      await page.getByText('Proposed', { exact: true }).waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('default: form and text are one draft, which a reload keeps, and what is put away comes back', async () => {
      const { page, problems, close } = await openDraft()
      await page.getByLabel('Open an example').selectOption('bounds')
      await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Loosen in smaller steps')
      await page.getByLabel('cooldown', { exact: true }).fill('30 min')
      await tab(page, 'YAML').click()
      const area = page.getByLabel('The draft as YAML')
      expect(await area.inputValue()).toBe(
        (await example('bounds')).replace('cooldown: 20 min', 'cooldown: 30 min'),
      )
      await area.fill('title: "a\nchanges: [')
      await tab(page, 'Form').click()
      await page.getByText('The form waits for the text').waitFor()
      expect(await page.getByLabel('cooldown', { exact: true }).inputValue()).toBe('30 min')
      expect(await page.getByLabel('Title').isDisabled()).toBe(true)
      await writeText(page, 'gimbal: 1\ntitle: From the text\nchanges: []\n')
      await page.reload()
      await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('From the text')
      await page.getByRole('button', { name: 'Start anew' }).click()
      await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('')
      await page.getByRole('button', { name: 'Take it back' }).click()
      await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('From the text')

      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Download YAML' }).click()
      expect((await download).suggestedFilename()).toBe('from-the-text.yaml')
      const buffer = Buffer.alloc(1_000_001, 'a')
      const file = { name: 'huge.yaml', mimeType: 'text/yaml', buffer }
      await page.getByLabel('A draft from this computer').setInputFiles(file)
      await page.getByText('huge.yaml has 1.0 MB').waitFor()
      expect(await page.getByLabel('Title').inputValue()).toBe('From the text')
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: the forms fit 320 to 1600 px, in light and dark, and have no barrier', async () => {
      const visit = await openDraft()
      const { page, problems, close } = visit
      await page.getByRole('button', { name: /^Bounds/ }).waitFor()
      await keepShot(page, 'draft-empty')
      for (const kind of ['Reporters', 'Model', 'Source', 'Resume']) {
        await page.getByRole('button', { name: new RegExp(`^${kind}`) }).click()
      }
      await page.getByRole('button', { name: /^New market/ }).click()
      await page.getByRole('region', { name: /^Change 5: New market/ }).waitFor()
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'draft-kinds')
      await page.setViewportSize({ width: 360, height: 900 })
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('details')) one.open = true
      })
      await expect.poll(() => measureOverflow(visit)).toBe(0)
      await page.getByRole('button', { name: 'Start anew' }).click()
      await writeText(page, await example('calm-bands'))
      await tab(page, 'Form').click()
      await tab(page, 'Propose').click()
      await page.getByText('Complete.').waitFor()
      await lookAt(visit, 'draft-propose')
      await page.setViewportSize({ width: 320, height: 640 })
      await expect.poll(() => measureOverflow(visit)).toBe(0)
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: a slider writes into the draft, and the description names the backtest that was run, and no other', async () => {
      const { page, problems, close } = await openDraft()
      await page.getByLabel('Title').fill('Weigh risk more')
      await tab(page, 'What if').click()
      await page.getByRole('slider', { name: /risk aversion/i }).press('ArrowRight')
      await page.getByRole('region', { name: 'Change 1: Policy' }).getByLabel('Why').fill('A test.')
      await page.getByText('Complete.').waitFor()
      expect(await keptText(page)).toMatch(/policy:\n {6}riskAversion: \d/)

      await tab(page, 'Backtest').click()
      await page.getByRole('button', { name: 'Run the backtest' }).click()
      await page.getByRole('button', { name: 'Bind it to the proposal' }).click()
      await page.getByText('The description names', { exact: true }).waitFor()
      await page.getByText('The description', { exact: true }).click()
      await page.getByRole('button', { name: 'Copy the description' }).click()
      const copied = () => page.evaluate(() => navigator.clipboard.readText())
      await expect.poll(copied).toMatch(/\nDocument: 0x[0-9a-f]{64}\nBacktest: 0x[0-9a-f]{64}$/)

      await page.getByLabel('Title').fill('Weigh risk otherwise')
      await page.getByText('This result is not named: it is not of this draft').waitFor()
      const file = { name: 'result.json', mimeType: 'application/json', buffer: Buffer.from('{}') }
      await page.getByLabel('A result.json of a backtest').setInputFiles(file)
      await page.getByText('This file is no result').waitFor()
      await page.getByRole('button', { name: 'Copy the description' }).click()
      await expect.poll(copied).toMatch(/\nDocument: 0x[0-9a-f]{64}$/)
      expect(problems).toEqual([])
      await close()
    })

    test('error: without a node the text side works, and nothing is lost when it answers again', async () => {
      const visit = await subject().open({ path: '/settings' })
      const { page, problems, close } = visit
      const { rpcUrl = '' } = subject().network
      await page.route(`${rpcUrl}/**`, (route) => route.abort())
      await page.goto(`${subject().url}#/draft`)
      await page.getByText('There is no answer about what is in force').waitFor()
      await page.getByLabel('Title').fill('Written in the dark')
      await page.unroute(`${rpcUrl}/**`)
      await page.getByRole('button', { name: 'Read again' }).click()
      await page.getByRole('button', { name: /^Bounds/ }).waitFor()
      expect(await page.getByLabel('Title').inputValue()).toBe('Written in the dark')
      expect(problems.filter((problem) => !isNetworkNoise(problem))).toEqual([])
      await close()
    })

    test('behavior: where there is no market yet, only one can be added', async () => {
      const visit = await subject().open({ path: '/settings' })
      const { page, problems, close } = visit
      await page.route(`${subject().network.rpcUrl}/**`, hideMarkets)
      await page.goto(`${subject().url}#/draft`)
      await page.getByText('There is no market yet').waitFor()
      expect(await page.getByRole('button', { name: /^Bounds/ }).isDisabled()).toBe(true)
      await page.getByRole('button', { name: /^New market/ }).click()
      await page.getByLabel('Name of the market').fill('weth-usdc')
      await page.getByRole('region', { name: 'Still to fill in' }).waitFor()
      await page
        .getByRole('region', { name: 'What comes of it' })
        .getByText('Nothing is different yet')
        .waitFor()
      expect(problems).toEqual([])
      await close()
    })
  })

/** Lets a node know nothing but that the contracts were created. */
async function hideMarkets(route: Route): Promise<void> {
  const creation = toEventSelector('AuthorityUpdated(address)')
  const response = await route.fetch()
  const answers: unknown = await response.json()
  const hide = (answer: { result?: unknown }) => {
    const { result } = answer
    if (!Array.isArray(result)) return answer
    return { ...answer, result: result.filter(({ topics }) => topics?.[0] === creation) }
  }
  const json = Array.isArray(answers) ? answers.map(hide) : hide(answers as { result?: unknown })
  await route.fulfill({ response, json })
}
