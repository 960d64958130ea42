import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openEngine } from '../../../backtest/node/openEngine.ts'
import { backtest } from '../../../backtest/orchestrate/backtest.ts'
import { formatResult, hashResultText } from '../../../backtest/report/hashResult.ts'
import { readInputs } from '../../../cli/backtest/readInputs.ts'
import type { Suite, Visit } from '../support/consoleUnderTest.ts'
import { lookAt } from '../support/lookAt.ts'

const DRAFT = `gimbal: 1
title: Let the band breathe in calm markets
changes:
  - change: bounds
    market: weth-usd
    rationale: Nobody needs a band of more than a fifth.
    bounds: { max: { band: 20 % }, cooldown: 10 min }
  - change: policy
    market: weth-usd
    rationale: Trades have become cheaper.
    policy: { riskAversion: 41 }
`
/** The recorded day: the same observations on every stack. */
const RECORDED = 'market:ethereum-2022-05-12'
const isNetworkNoise = (problem: string): boolean => /Failed to load resource/.test(problem)

/** What the model would have made of a change, and what a backtest says of it, in the visitor's browser. */
export const describeWhatIf: Suite = (subject) =>
  describe('whatIf', () => {
    /** The draft page with a draft, at one of what comes of it. */
    async function openDraft(tab: 'What if' | 'Backtest'): Promise<Visit> {
      const visit = await subject().open({ path: '/draft', width: 1600 })
      const { page } = visit
      await page.getByRole('tab', { name: 'YAML' }).click()
      await page.getByLabel('The draft as YAML').fill(DRAFT)
      await page.getByRole('tab', { name: tab }).click()
      return visit
    }

    const backtestOf = (page: Page) => page.getByRole('region', { name: 'Backtest', exact: true })

    test('default: a slider moves, and charts and words follow; the draft takes up where it has come to rest', async () => {
      const visit = await openDraft('What if')
      const { page, problems, close } = visit
      const panel = page.getByRole('region', { name: 'What if, for weth-usd' })
      await panel.getByLabel('Observations').selectOption(RECORDED)
      await panel.getByText(/^268 observations from 2022-05-12 /).waitFor()
      const band = panel.getByRole('region', { name: 'band', exact: true })
      const said = band.getByText(/^Differs \d+ % of the time/)
      const before = await said.innerText()
      const slider = panel.getByRole('slider', { name: 'risk aversion' })
      expect(await slider.getAttribute('aria-valuetext')).toBe('41')
      await slider.focus()
      for (let presses = 0; presses < 30; presses++) await page.keyboard.press('ArrowLeft')
      await expect.poll(() => said.innerText()).not.toBe(before)
      expect(await said.innerText()).toMatch(/always tighter\. By [\d.]+ % on average, most on/)
      await band.getByText('Allowed is 0.1 % to 20 %, before 0.1 % to 100 %.').waitFor()
      const moved = await slider.getAttribute('aria-valuetext')
      await expect
        .poll(() => page.getByLabel('The draft as YAML').inputValue())
        .toContain(`riskAversion: ${moved}`)
      // What a benchmark measures.
      const measures = await page.evaluate(() =>
        performance.getEntriesByName('what-if').map((entry) => {
          const { detail } = entry as PerformanceMeasure
          return [entry.duration > 0, (detail as { observations: number }).observations]
        }),
      )
      expect(measures.length).toBeGreaterThan(0)
      expect(measures).toContainEqual([true, 268])
      await lookAt(visit, 'what-if')
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: a text is taken as the slider is; what no policy may have is told and not taken', async () => {
      const { page, problems, close } = await openDraft('What if')
      const panel = page.getByRole('region', { name: 'What if, for weth-usd' })
      await panel.getByLabel('Observations').selectOption(RECORDED)
      await panel.getByText(/^268 observations/).waitFor()
      const typed = panel.getByLabel('risk aversion, as a text')
      await typed.fill('2000')
      await panel.getByText('Allowed is 0.1 to 1000').waitFor()
      const slider = panel.getByRole('slider', { name: 'risk aversion' })
      expect(await slider.getAttribute('aria-valuetext')).toBe('41')
      await typed.fill('50')
      await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('50')
      await panel.getByRole('button', { name: 'Put all back as in force' }).isDisabled()
      await panel.getByLabel('Show what the model asks for, too').check()
      expect(problems).toEqual([])
      await close()
    })

    test('default: a proposal that is on chain is compared over the last days of the index', async () => {
      const { page, problems, close } = await subject().open({ path: '/proposals' })
      const list = page.getByRole('list', { name: 'Proposals, newest first' })
      const row = list.getByRole('listitem').filter({ hasText: /weth-usd: .*(policy|bounds)/ })
      await row.first().getByRole('link').first().click()
      const panel = page.getByRole('region', {
        name: 'What the model would have returned for weth-usd',
      })
      await panel.getByLabel('Observations').waitFor()
      expect(await panel.getByLabel('Observations').inputValue()).toBe('days:7')
      await panel.getByText(/^[\d,]+ observations from |There is nothing to run/).waitFor()
      await panel.getByLabel('Observations').selectOption(RECORDED)
      await panel.getByText(/^268 observations from 2022-05-12 /).waitFor()
      await panel
        .getByText(/^(Differs|In force the same|Nothing differs|The same all along)/)
        .first()
        .waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('error: without an answer of the index, and without the worker, it says what is missing', async () => {
      const { page, problems, close } = await openDraft('Backtest')
      await page.route(`${subject().network.graphqlUrl}**`, (route) => route.abort())
      await page.route('**/whatIf.worker-*.js', (route) => route.abort())
      await page.getByRole('tab', { name: 'What if' }).click()
      const panel = page.getByRole('region', { name: 'What if, for weth-usd' })
      await panel.getByText('The observations cannot be had').waitFor()
      await panel.getByLabel('Observations').selectOption(RECORDED)
      await panel.getByText(/The worker that computes has ended/).waitFor()
      await page.unroute('**/whatIf.worker-*.js')
      await panel.getByRole('button', { name: 'Try again' }).click()
      await panel.getByText(/^268 observations/).waitFor()
      expect(problems.filter((problem) => !isNetworkNoise(problem))).toEqual([])
      await close()
    })

    test('P-145 a backtest in the browser has the hash that the command line gives for the same inputs', async () => {
      const visit = await openDraft('Backtest')
      const { page, problems, close } = visit
      const panel = backtestOf(page)
      await panel.getByRole('button', { name: 'Run the backtest' }).click()
      await panel.getByText('Too short to judge', { exact: true }).waitFor()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        panel.getByRole('button', { name: 'Save result.json' }).click(),
      ])
      const text = await readFile(await download.path(), 'utf8')
      const result = JSON.parse(text)
      expect(await runOnNode(result.honesty.trials)).toBe(text)
      await panel.getByText(hashResultText(text)).waitFor()
      // Another draft against the same settings is a further trial.
      await panel.getByRole('button', { name: 'Show all 19 plain rules' }).click()
      await panel.getByRole('rowheader', { name: /^Policy in force/ }).waitFor()
      await lookAt(visit, 'backtest')
      await panel.getByRole('button', { name: 'Bind it to the proposal' }).click()
      const binding = page.getByRole('region', { name: 'Backtest of the draft' })
      await binding.getByTitle(hashResultText(text)).waitFor()
      expect(problems).toEqual([])
      await close()
    })

    /** `result.json` of the command line's own path, for the draft of the page. */
    async function runOnNode(trials: number): Promise<string> {
      const folder = await mkdtemp(join(tmpdir(), 'gimbal-whatif-'))
      try {
        const file = join(folder, 'draft.yaml')
        await writeFile(file, DRAFT)
        const flags = { 'in-force': 'network', network: 'local', dir: subject().folder, seed: '1' }
        const asked = await readInputs(file, flags)
        const { result } = await backtest({ ...asked, trials }, await openEngine())
        return formatResult(result)
      } finally {
        await rm(folder, { recursive: true })
      }
    }

    test('error: a recorded market that was tampered with is refused, and so is a list that does not know it', async () => {
      const { page, problems, close } = await openDraft('Backtest')
      const panel = backtestOf(page)
      const change = (from: string, to: string) => async (route: Route) => {
        const response = await route.fetch()
        const body = (await response.text()).replace(from, to)
        await route.fulfill({ response, body })
      }
      await page.route('**/markets/*/pool.csv', change('1652322240', '1652322241'))
      await panel.getByRole('button', { name: 'Run the backtest' }).click()
      await panel.getByText(/pool\.csv: the SHA-256 is [0-9a-f]{64}, market\.json has/).waitFor()
      await page.unroute('**/markets/*/pool.csv')
      await page.route('**/markets/*/market.json', change('"feePips": 3000', '"feePips": 500'))
      await panel.getByRole('button', { name: 'Try again' }).click()
      await panel.getByText(/is not the one that the site lists.*Nothing was computed/).waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: a run goes on while another tab is looked at, and ends when it is cancelled', async () => {
      const { page, problems, close } = await openDraft('Backtest')
      const panel = backtestOf(page)
      // The longest of the shipped ones.
      await panel.getByLabel('Recorded market').selectOption('carry-2023')
      await panel.getByRole('button', { name: 'Run the backtest' }).click()
      await panel.getByRole('progressbar').waitFor()
      await page.getByRole('tab', { name: 'What changes' }).click()
      await page.getByRole('tab', { name: 'Backtest' }).click()
      await panel.getByRole('progressbar').waitFor()
      await panel.getByRole('button', { name: 'Cancel' }).click()
      await panel.getByText('The backtest was cancelled').waitFor()
      await panel.getByRole('button', { name: 'Run the backtest' }).waitFor()
      expect(problems).toEqual([])
      await close()
    })
  })
