import type { Page } from 'playwright-core'
import { createPublicClient } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../../client/connect.ts'
import type { ResolvedProposal } from '../../../client/proposals/listProposals.ts'
import { readPage } from '../../../client/proposals/readPage.ts'
import { loadCore } from '../../../core/index.ts'
import { nodeTransport } from '../../../http/nodeTransport.ts'
import { createQueryClient, readOccasions } from '../../../query/index.ts'
import type { ConsoleUnderTest, Suite } from '../support/consoleUnderTest.ts'
import { lookAt, measureOverflow } from '../support/lookAt.ts'
import { type MadeForTests, makeProposals } from '../support/makeProposals.ts'
import { findBarriers, keepShot } from '../support/openConsole.ts'

/** What a page shows, as a reader sees it: folded parts included. */
async function readAll(page: Page): Promise<string> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true
  })
  return page.locator('main').innerText()
}

const isNetworkNoise = (problem: string): boolean => /Failed to load resource/.test(problem)

/** The list of proposals, and the page of each. */
export const describeProposals: Suite = (subject) =>
  describe('proposals', () => {
    let made: MadeForTests
    beforeAll(async () => {
      made = await makeProposals(subject())
    })

    const open = (proposal: ResolvedProposal) =>
      subject().open({ path: `/proposals/${proposal.shortId}` })

    test('default: the list has every proposal, the newest first, with what it changes, and warns', async () => {
      const visit = await subject().open({ path: '/proposals' })
      const { page, problems, close } = visit
      await page.getByRole('heading', { level: 1, name: 'Proposals' }).waitFor()
      const rows = page.getByRole('list', { name: 'Proposals, newest first' }).getByRole('listitem')
      const row = (of: ResolvedProposal) => rows.filter({ hasText: of.shortId })
      await row(made.usual)
        .getByText(/^Quorum /)
        .waitFor()
      const ids = await rows.locator('code').allTextContents()
      const newest = [made.hostile, made.alarming, made.usual].map(({ shortId }) => shortId)
      expect(ids.filter((id) => newest.includes(id as never))).toEqual(newest)
      expect(await row(made.alarming).getByText('DANGER', { exact: true }).count()).toBe(1)
      expect(await row(made.usual).getByText('DANGER').count()).toBe(0)
      await row(made.usual)
        .getByText(/weth-usd: policy 1 tighter; bounds 1 looser, 1 tighter/)
        .waitFor()
      await lookAt(visit, 'proposals')
      await page.getByRole('button', { name: /^executed \d+$/ }).click()
      expect(await row(made.usual).count()).toBe(0)
      await rows.getByRole('link', { name: 'Add the market weth-usd', exact: true }).waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('default: a visitor without a wallet reads what changes, who votes how, and what comes next', async () => {
      const visit = await open(made.usual)
      const { page, problems, close } = visit
      const changes = page.getByRole('region', { name: 'What changes' })
      await changes.getByText('risk aversion', { exact: true }).waitFor()
      await changes.getByRole('columnheader', { name: 'Worst recorded hour' }).waitFor()
      const text = await changes.innerText()
      expect(text).toMatch(/risk aversion\s+from\s+50→\s+to\s+150/)
      expect(text).toMatch(/from\s+2\.1→\s+to\s+4\.1\s+►◄ tighter/)
      expect(text).toMatch(/lower is looser/)
      await page.getByRole('button', { name: 'Show the contract’s figures' }).click()
      await changes.getByText('1500000 /1e4').waitFor()
      const voters = page.getByRole('region', { name: 'Voters, the heaviest first' })
      await voters.getByText('The model trades earlier.').waitFor()
      await voters.getByText('by signature').waitFor()
      await voters.getByText('on chain').waitFor()
      await page
        .getByRole('region', { name: 'Timeline' })
        .getByText('the deadline moves to 1 min after it')
        .waitFor()
      await page.getByText('Text and choices are those that the Governor counts').waitFor()
      await lookAt(visit, 'proposal')
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: a call that nobody can read cannot be missed, and stands there byte by byte', async () => {
      const visit = await open(made.alarming)
      const { page, problems, close } = visit
      await page.getByText('DANGER: a call that nobody can read').waitFor()
      await page.getByText('DANGER: a call that sends ether').waitFor()
      await page.getByText('DANGER: text and call disagree').waitFor()
      const text = await page.locator('main').innerText()
      expect(text).toContain('0xa9059cbb')
      expect(text).toContain(made.alarming.calldatas[2])
      expect(text).toMatch(/Governance token/)
      // Before everything that invites to vote.
      expect(text.indexOf('DANGER')).toBeLessThan(text.indexOf('What the proposer says'))
      await page.setViewportSize({ width: 360, height: 900 })
      await expect.poll(() => measureOverflow(visit)).toBe(0)
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'proposal-danger-360-light')
      expect(problems).toEqual([])
      await close()
    })

    test('P-138 hostile texts of strangers do nothing on any page, and are seen as escapes', async () => {
      const paths = [`/proposals/${made.hostile.shortId}`, '/proposals', '/', '/draft', '/account']
      for (const path of paths) {
        const visit = await subject().open({ path, width: 360 })
        const { page, problems, close } = visit
        if (path.startsWith('/proposals')) {
          await page.getByText('globalThis.hasRun').first().waitFor()
        }
        if (path.endsWith(made.hostile.shortId)) {
          const voters = page.getByRole('region', { name: 'Voters, the heaviest first' })
          await voters.getByRole('button', { name: /^Show all [\d,]+ characters$/ }).click()
        }
        const text = await readAll(page)
        if (path.endsWith(made.hostile.shortId)) {
          for (const shown of ['\\x1b[2J', '\\u{202e}', '\\u{2066}', '\\x00', '<script>']) {
            expect(text).toContain(shown)
          }
        }
        const seen = `${text}${await page.title()}`
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(seen).not.toMatch(/[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069\u200b]/)
        expect([path, await measureOverflow(visit)]).toEqual([path, 0])
        expect(await page.evaluate(() => 'hasRun' in globalThis)).toBe(false)
        expect(await page.locator('main img, main script, main iframe').count()).toBe(0)
        expect([path, ...problems]).toEqual([path])
        await close()
      }
    })

    test('P-139 every difference that the command line warns of stands on the page too', async () => {
      for (const proposal of [made.usual, made.alarming, made.hostile]) {
        const { warnings } = await readOnCommandLine(subject(), made, proposal)
        expect(warnings.length > 0).toBe(proposal !== made.usual)
        const { page, problems, close } = await open(proposal)
        for (const warning of warnings) {
          // The page says DANGER in the heading above it.
          const said = warning.replace(/^DANGER: /, '')
          await page.getByText(said, { exact: true }).first().waitFor()
        }
        expect(problems).toEqual([])
        await close()
      }
    })

    test('behavior: the result that the description names is opened and told; another one is a DANGER', async () => {
      const { page, problems, close } = await open(made.usual)
      const panel = page.getByRole('region', { name: 'Backtest', exact: true })
      const input = panel.getByLabel('result.json')
      const give = (text: string) =>
        input.setInputFiles({
          name: 'result.json',
          mimeType: 'application/json',
          buffer: Buffer.from(text),
        })
      await give(made.result)
      await panel.getByText('Too short to judge', { exact: true }).waitFor()
      await panel.getByText(/forecast nothing/).waitFor()
      await give(made.result.replace('"seed":"7"', '"seed":"8"'))
      await panel.getByText('DANGER: this result is not the one that the proposal names').waitFor()
      await give('{}')
      await panel
        .getByText('DANGER: this file is not the result that the description names')
        .waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('error: without index and hub the chain’s part stands, and what is missing is said', async () => {
      const { network, open: visitPage } = subject()
      const visit = await visitPage({ path: '/settings' })
      const { page, problems, close } = visit
      for (const url of [network.graphqlUrl, network.hubUrl]) {
        await page.route(`${url}**`, (route) => route.abort())
      }
      await page.goto(`${subject().url}#/proposals/${made.usual.shortId}`)
      await page.getByText('What Snapshot shows was not compared').waitFor()
      await page.getByText('By which way the votes came is not known').waitFor()
      await page.getByText('Without what the model says to it').waitFor()
      const voters = page.getByRole('region', { name: 'Voters, the heaviest first' })
      await voters.getByText('The model trades earlier.').waitFor()
      await voters.getByText('way not known').first().waitFor()
      await page.getByText('risk aversion', { exact: true }).waitFor()
      expect(problems.filter((one) => !isNetworkNoise(one))).toEqual([])
      await close()
    })

    test('error: an id that no proposal has, one that is none, and a node that leaves logs out', async () => {
      const { network } = subject()
      const { page, problems, close } = await subject().open({ path: '/proposals/0xdeadbeef' })
      await page.getByRole('heading', { name: 'There is no such proposal' }).waitFor()
      await page.getByRole('link', { name: made.usual.shortId }).waitFor()
      await page.goto(`${subject().url}#/proposals/%3Cb%3Ex`)
      await page.getByText('No proposal has an id like <b>x').waitFor()
      await page.route(`${network.rpcUrl}**`, async (route) => {
        const body = route.request().postDataJSON()
        if (!JSON.stringify(body).includes('eth_getLogs')) return route.continue()
        const response = await route.fetch()
        const answers = await response.json()
        const asked = [body].flat()
        const cut = [answers].flat().map((answer, index) => {
          const isLogs = asked[index]?.method === 'eth_getLogs'
          return isLogs ? { ...answer, result: [] } : answer
        })
        return route.fulfill({ response, json: Array.isArray(answers) ? cut : cut[0] })
      })
      await page.goto(`${subject().url}?anew#/proposals/${made.usual.shortId}`)
      await page.getByRole('heading', { name: 'The node leaves this proposal out' }).waitFor()
      await page.getByRole('button', { name: 'Read again' }).waitFor()
      expect(problems).toEqual([])
      await close()
    })
  })

async function readOnCommandLine(
  { network }: ConsoleUnderTest,
  { hub }: MadeForTests,
  proposal: ResolvedProposal,
) {
  const client = createPublicClient({ transport: nodeTransport(network.rpcUrl ?? '') })
  const index = createQueryClient({ url: network.graphqlUrl ?? '' })
  return readPage({ client, network }, proposal, {
    core: await loadCore(),
    readOccasions: (markets) => readOccasions(index, markets),
    openHub: () => hub,
    connectTo: connect,
  })
}
