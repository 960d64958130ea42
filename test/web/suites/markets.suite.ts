import type { Page } from 'playwright-core'
import {
  createPublicClient,
  createTestClient,
  decodeFunctionResult,
  encodeFunctionResult,
  type Hex,
  http,
  toFunctionSelector,
  toHex,
} from 'viem'
import { describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../../abi/index.ts'
import { readInForce } from '../../../client/readInForce.ts'
import { readMarkets } from '../../../client/readMarkets.ts'
import { loadCore, parameterFields } from '../../../core/index.ts'
import { formatParameter } from '../../../governance/index.ts'
import { createQueryClient, fetchLatest } from '../../../query/index.ts'
import type { ConsoleUnderTest, Suite, Visit } from '../support/consoleUnderTest.ts'
import { findBarriers, keepShot } from '../support/openConsole.ts'
import { tamperAnswers } from '../support/tamperAnswers.ts'

const MARKET = 'weth-usd'

interface Rpc {
  id: number
  method: string
  params: [{ data?: Hex; input?: Hex }?]
}
interface RpcAnswer {
  id: number
  result?: unknown
}
interface Query {
  query: string
}
interface QueryAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: answers are changed here as somebody in between would
  data?: any
}

/** Markets and market pages. */
export const describeMarkets: Suite = (subject) =>
  describe('markets', () => {
    test('P-136 what is shown as in force is what the contract answers, and what is shown as asked for is what the core computes', async () => {
      const { network } = subject()
      const client = createPublicClient({ transport: http(network.rpcUrl) })
      const { riskParameters } = network.addresses
      const visit = await subject().open()
      const { page } = visit
      await cardOf(page).getByText('equal to the target of the index').waitFor()
      const [blockNumber, observed, shown] = await readShown(page)

      const { markets } = await readMarkets(client, riskParameters, network.startBlock, blockNumber)
      const [[id, config] = []] = [...markets]
      if (id === undefined || config === undefined) throw new Error('there is no market')
      const inForce = await readInForce(client, riskParameters, id, blockNumber)
      const index = createQueryClient({ url: network.graphqlUrl ?? '' })
      const latest = (await fetchLatest(index)).markets.get(id)?.observation
      expect(latest?.blockNumber).toBe(observed)
      if (latest === undefined) throw new Error('there is no observation')
      const target = (await loadCore()).evaluate(latest.observation, config.policy)
      for (const field of parameterFields) {
        expect(shown.get(field), field).toEqual({
          inForce: String(inForce.values[field]),
          text: formatParameter(field, inForce.values[field]),
          target: String(target[field]),
        })
      }
      await endWell(visit)
    })

    test('default: both pages at three widths, light and dark: no barrier, nothing beside the page', async () => {
      const visit = await subject().open()
      const { page } = visit
      for (const [name, path] of [
        ['markets', '/'],
        ['market', `/markets/${MARKET}`],
      ] as const) {
        await goTo(subject(), page, path)
        const place = name === 'market' ? page : cardOf(page)
        await place.getByText('equal to the target of the index').waitFor()
        if (name === 'market')
          await page
            .getByText(/^sent 0x/)
            .first()
            .waitFor()
        for (const [width, scheme] of [
          [360, 'light'],
          [768, 'dark'],
          [1600, 'light'],
        ] as const) {
          await page.setViewportSize({ width, height: 900 })
          await page.emulateMedia({ colorScheme: scheme })
          // A chart takes a new width in the next frame, which a busy machine draws late.
          const readBeside = () =>
            page.evaluate(
              () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            )
          await expect.poll(readBeside, { message: `${name} at ${width}` }).toBe(0)
          // What is long takes axe long: twice is enough to see both schemes and both layouts.
          if (name === 'markets' || width < 1600) {
            expect(await findBarriers(page), `${name} at ${width}, ${scheme}`).toEqual([])
          }
          await keepShot(page, `${name}-${width}-${scheme}`)
        }
      }
      await endWell(visit)
    })

    test("default: a market's history: twelve charts, pushes with cost, latency and signers, what was voted", async () => {
      const { network } = subject()
      const client = createPublicClient({ transport: http(network.rpcUrl) })
      const visit = await subject().open()
      const { page } = visit
      await cardOf(page).getByRole('link', { name: MARKET, exact: true }).click()
      await page.getByRole('heading', { level: 1, name: MARKET, exact: true }).waitFor()
      await page.getByRole('figure', { name: 'Return' }).waitFor()
      expect(await page.getByRole('figure').count()).toBe(12)

      const rows = page.getByRole('region', { name: 'Pushes' }).getByRole('row')
      await rows
        .getByText(/^signed 0x/)
        .first()
        .waitFor()
      const [, newest] = await rows.allInnerTexts()
      expect(newest).toMatch(/Verify \d+-\d+/)
      expect(newest).toMatch(/0\.\d+ ether\s+about \$\d+\.\d\d?, [\d,]+ gas/)
      expect(newest).toMatch(/\d+ blocks?/)
      const { markets } = await readMarkets(
        client,
        network.addresses.riskParameters,
        network.startBlock,
      )
      const [config] = [...markets.values()]
      const reporters = config?.reporters ?? []
      const signers = await rows.locator('span[title^="0x"]').evaluateAll((spans) => {
        const signed = spans.filter((span) =>
          span.closest('div > span')?.textContent?.startsWith('signed'),
        )
        return [...new Set(signed.map((span) => span.getAttribute('title')))]
      })
      expect(signers.length).toBeGreaterThanOrEqual(2)
      expect(signers.every((signer) => reporters.some((one) => one === signer))).toBe(true)

      await page.getByText('Reporters and threshold').click()
      await page
        .getByText(`A report counts with 2 of these ${reporters.length} signatures.`)
        .waitFor()
      await page.getByText('Bounds', { exact: true }).click()
      await page.getByRole('region', { name: 'Bounds of each parameter' }).waitFor()
      await rows
        .getByRole('link', { name: /^Verify / })
        .first()
        .click()
      await page.waitForURL(/#\/verify\/\d+-\d+$/)
      await endWell(visit)
    })

    test('behavior: live: a block comes, and a push with it, which is announced', async () => {
      const { network } = subject()
      let last: object | undefined
      let isPushing = false
      const visit = await openWith(subject(), `/markets/${MARKET}`, (page) =>
        tamperAnswers<Query, QueryAnswer>(page, network.graphqlUrl ?? '', ({ query }, answer) => {
          if (!query.includes('page: parametersUpdates')) return answer
          const { page: pushes, _meta } = answer.data
          last = pushes.at(-1) ?? last
          if (!isPushing) return answer
          const { number, timestamp } = _meta.block
          const id = `${toHex(number, { size: 8 })}000000ff`
          pushes.push({ ...last, id, blockNumber: `${number}`, blockAt: `${timestamp}` })
          return answer
        }),
      )
      const { page } = visit
      await page
        .getByText(/^sent 0x/)
        .first()
        .waitFor()
      const before = await readBlock(page)
      isPushing = true
      const chain = createTestClient({ mode: 'anvil', transport: http(network.rpcUrl) })
      await chain.mine({ blocks: 1, interval: 12 })
      await page.locator(`[data-block]:not([data-block="${before}"])`).waitFor()
      const news = page.getByRole('status').filter({ hasText: /^A push has come in block \d+: / })
      await news.waitFor({ state: 'attached' })
      await endWell(visit)
    })

    test('error: the index is down: what is in force stays, what the model asks for is said to be unknown', async () => {
      const { network } = subject()
      for (const path of ['/', `/markets/${MARKET}`]) {
        const visit = await openWith(subject(), path, (page) =>
          page.route(`${network.graphqlUrl}**`, (route) => route.abort()),
        )
        const { page } = visit
        const place = path === '/' ? cardOf(page) : page
        await page.getByText('The index does not answer', { exact: true }).waitFor()
        await place.getByText(/^What the model asks for is not known\. The index at/).waitFor()
        expect(await place.locator('[data-in-force]').count()).toBe(8)
        expect(await page.locator('[data-target]').count()).toBe(0)
        expect(
          visit.problems.filter((problem) => !/Failed to load resource/.test(problem)),
        ).toEqual([])
        await visit.close()
      }
    })

    test('error: the node is down, and comes back', async () => {
      const { network } = subject()
      const visit = await openWith(subject(), '/', (page) =>
        page.route(`${network.rpcUrl}**`, (route) => route.abort()),
      )
      const { page } = visit
      await page.getByText('There is no answer about the markets').waitFor()
      await page.unroute(`${network.rpcUrl}**`)
      await page.getByRole('button', { name: 'Read again' }).click()
      await page.locator('[data-in-force]').first().waitFor()
      await visit.close()
    })

    test('behavior: an index that takes its time keeps nothing back', async () => {
      const { network } = subject()
      const { promise, resolve } = Promise.withResolvers<void>()
      const visit = await openWith(subject(), '/', (page) =>
        page.route(`${network.graphqlUrl}**`, async (route) => {
          await promise
          await route.continue()
        }),
      )
      const { page } = visit
      await cardOf(page).getByText('Asking the index what was measured …').waitFor()
      expect(await cardOf(page).locator('[data-in-force]').count()).toBe(8)
      resolve()
      await cardOf(page).getByText('equal to the target of the index').waitFor()
      await endWell(visit)
    })

    test('error: an index whose target is not what the core computes is named, and an old one', async () => {
      const { network } = subject()
      let lagBlocks = 0
      const visit = await openWith(subject(), '/', (page) =>
        tamperAnswers<Query, QueryAnswer>(page, network.graphqlUrl ?? '', ({ query }, answer) => {
          if (!query.includes('query Latest')) return answer
          const { markets, _meta } = answer.data
          for (const { window } of markets) {
            const { latestObservation } = window
            latestObservation.targetBandPips = `${BigInt(latestObservation.targetBandPips) + 1n}`
          }
          _meta.block.number -= lagBlocks
          _meta.block.timestamp -= 12 * lagBlocks
          return answer
        }),
      )
      const { page } = visit
      await cardOf(page).getByText("The index's target is not what the core computes").waitFor()
      await cardOf(page)
        .getByText(/^They differ on band\. Shown is what was recomputed here\./)
        .waitFor()
      expect(await page.getByText('equal to the target of the index').count()).toBe(0)
      await keepShot(page, 'markets-index-differs')
      lagBlocks = 20
      await goTo(subject(), page, '/settings')
      await page.reload()
      await goTo(subject(), page, '/')
      await page.getByText('The index is behind the chain').waitFor()
      await page.getByText(/, 20 blocks \(\d+ (s|min).*\) behind: /).waitFor()
      await endWell(visit)
    })

    test.each([
      ['Halted', { isHalted: true }, 3, 'The guardian has halted the market'],
      ['Fallback', { isOnFallback: true }, 4, 'The guardian has put the market on its fallback'],
      ['Awaiting evidence', { isAwaitingEvidence: true }, 4, 'until the next push'],
      ['Stale', {}, 2, 'The evidence is older than the'],
    ] as const)('behavior: a market that is %s', async (word, change, status, meaning) => {
      const { network } = subject()
      const visit = await openWith(subject(), '/', (page) =>
        tamperAnswers<Rpc, RpcAnswer>(page, network.rpcUrl ?? '', ({ method, params }, answer) => {
          if (method !== 'eth_call') return answer
          const selector = (params[0]?.data ?? params[0]?.input)?.slice(0, 10)
          if (selector === toFunctionSelector('parameters(bytes32)')) {
            const at = { abi: riskParametersAbi, functionName: 'parameters' } as const
            const [values, , ageSec] = decodeFunctionResult({ ...at, data: answer.result as Hex })
            return {
              ...answer,
              result: encodeFunctionResult({ ...at, result: [values, status, ageSec] }),
            }
          }
          if (selector === toFunctionSelector('marketState(bytes32)')) {
            const at = { abi: riskParametersAbi, functionName: 'marketState' } as const
            const state = decodeFunctionResult({ ...at, data: answer.result as Hex })
            return {
              ...answer,
              result: encodeFunctionResult({ ...at, result: { ...state, ...change } }),
            }
          }
          return answer
        }),
      )
      const { page } = visit
      const card = cardOf(page)
      await card.getByText(word, { exact: true }).waitFor()
      await card.getByText(new RegExp(meaning)).waitFor()
      await card.getByText(/^Recomputed in this browser/).waitFor()
      // Where no report counts, none is foreseen.
      const isOpen = word === 'Awaiting evidence' || word === 'Stale'
      if (!isOpen) expect(await page.locator('[data-limit]').count()).toBe(0)
      await keepShot(page, `markets-${word.toLowerCase().replace(' ', '-')}`)
      await endWell(visit)
    })

    test('behavior: there is no market yet', async () => {
      const { network } = subject()
      const visit = await openWith(subject(), '/', (page) =>
        tamperAnswers<Rpc, RpcAnswer>(page, network.rpcUrl ?? '', ({ method }, answer) => {
          if (method !== 'eth_getLogs') return answer
          const logs = answer.result as { topics: Hex[] }[]
          return { ...answer, result: logs.slice(0, 1) }
        }),
      )
      const { page } = visit
      await page.getByText(/^There is no market yet\. Token holders add one by a vote/).waitFor()
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'markets-empty')
      await endWell(visit)
    })

    test('error: a market that there is not: the others are named, and the name does nothing', async () => {
      const visit = await subject().open({
        path: '/markets/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%E2%80%AE',
      })
      const { page } = visit
      await page.getByRole('heading', { level: 1, name: 'There is no such market' }).waitFor()
      await page.getByText('No market is called <img src=x onerror=alert(1)>\\u{202e}.').waitFor()
      await page.getByRole('link', { name: MARKET, exact: true }).click()
      await page.getByRole('heading', { level: 1, name: MARKET, exact: true }).waitFor()
      await endWell(visit)
    })
  })

/** Opens a light page, sets something up, and goes on to the page in question. */
async function openWith(
  subject: ConsoleUnderTest,
  path: string,
  setUp: (page: Page) => Promise<unknown>,
): Promise<Visit> {
  const visit = await subject.open({ path: '/settings' })
  await setUp(visit.page)
  await goTo(subject, visit.page, path)
  return visit
}

async function goTo({ url }: ConsoleUnderTest, page: Page, path: string): Promise<void> {
  await page.goto(`${url}#${path}`)
}

async function endWell({ problems, close }: Visit): Promise<void> {
  expect(problems).toEqual([])
  await close()
}

async function readBlock(page: Page): Promise<bigint> {
  return BigInt((await page.locator('[data-block]').getAttribute('data-block')) ?? '')
}

/** The part of the first page that is about the market. */
const cardOf = (page: Page) => page.getByRole('region', { name: MARKET, exact: true })

/** The block of the values, the block of the market's observation, and what each of its tiles shows, all at once. */
async function readShown(page: Page) {
  const shown = await cardOf(page).evaluate((card) => {
    const read = (selector: string, name: string, within: Element | Document = document) =>
      within.querySelector(selector)?.getAttribute(name) ?? ''
    const tiles = [...card.querySelectorAll('[data-field]')].map((tile) => ({
      field: tile.getAttribute('data-field') ?? '',
      inForce: read('[data-in-force]', 'data-in-force', tile),
      text: tile.querySelector('[data-in-force]')?.textContent ?? '',
      target: read('[data-target]', 'data-target', tile),
    }))
    return {
      block: read('[data-block]', 'data-block'),
      observed: read('[data-observed]', 'data-observed', card),
      tiles,
    }
  })
  const tiles = new Map(shown.tiles.map(({ field, ...tile }) => [field, tile]))
  return [BigInt(shown.block), BigInt(shown.observed), tiles] as const
}
