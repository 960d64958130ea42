import { type Address, encodeFunctionData, erc20Abi } from 'viem'
import { describe, expect, test } from 'vitest'
import { vaultAbi } from '../../../abi/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient, send } from '../../../stack/local/chainClient.ts'
import type { ConsoleUnderTest, Suite } from '../support/consoleUnderTest.ts'
import { changeNode, refuseAnswers } from '../support/lies.ts'
import { lookAt } from '../support/lookAt.ts'

const SETTINGS = encodeFunctionData({ abi: vaultAbi, functionName: 'settings' })
const PREVIEW = encodeFunctionData({ abi: vaultAbi, functionName: 'previewRebalance' })

const isNode =
  ({ network }: ConsoleUnderTest) =>
  ({ origin }: URL): boolean =>
    origin === new URL(network.rpcUrl ?? '').origin

/** What a gift to a vault takes it from its target by, so that it has something to trade: $10,000. */
const GIFT_QUOTE = 10_000_000_000n

/** Has a vault want to trade, whatever has been done on the stack before: it gets dollars, and its epoch passes. */
async function upset(client: ChainClient, address: Address): Promise<void> {
  const at = { address, abi: vaultAbi } as const
  const { epochSec, quoteToken } = await client.readContract({ ...at, functionName: 'settings' })
  await send(client, localAccounts.trader, {
    address: quoteToken,
    abi: erc20Abi,
    functionName: 'transfer',
    args: [address, GIFT_QUOTE],
  })
  const { elapsedSec } = await client.readContract({ ...at, functionName: 'previewRebalance' })
  if (elapsedSec < epochSec) await client.increaseTime({ seconds: epochSec - elapsedSec })
}

/** Vaults that follow a market's parameters, beside plain rules. */
export const describeVaults: Suite = (subject) =>
  describe('vaults', () => {
    const nameOf = (index: number) => subject().network.vaults[index]?.name ?? ''

    /** Opens the page with a node that refuses some calls, or an index that does not answer. */
    async function openFailing(change: {
      isRefused?: (data: string, block: string) => boolean
      isIndexDown?: boolean
    }) {
      const visit = await subject().open({ path: '/settings' })
      const { page } = visit
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
      const { isRefused, isIndexDown = false } = change
      if (isRefused !== undefined) {
        await changeNode(page, isNode(subject()), (request, answers) =>
          refuseAnswers(
            (method, params) => {
              const [call, block] = params as unknown as [{ data?: string }, string]
              return method === 'eth_call' && isRefused(call.data ?? '', block)
            },
            request,
            answers,
            { code: 3, message: 'execution reverted' },
          ),
        )
      }
      if (isIndexDown) await page.route(`${subject().network.graphqlUrl}`, (route) => route.abort())
      await page.evaluate(() => {
        location.hash = '/vaults'
      })
      return visit
    }

    test('default: where each stands, what it would do, what it traded and paid', async () => {
      const visit = await subject().open({ path: '/vaults' })
      const { page, problems, close } = visit
      const compare = page.getByRole('region', { name: 'Side by side' })
      for (const { name } of subject().network.vaults) {
        await compare.getByRole('rowheader', { name, exact: true }).waitFor()
      }
      await compare.getByText('One day proves nothing about a rule').waitFor()
      await compare.getByRole('figure', { name: /Distance from the target/ }).waitFor()
      const client = createChainClient(subject().network.rpcUrl ?? '')
      const [first] = subject().network.vaults
      const { navQuote } = await client.readContract({
        address: first?.address ?? '0x',
        abi: vaultAbi,
        functionName: 'previewRebalance',
      })
      const dollars = Math.floor(Number(navQuote) / 1e6).toLocaleString('en')
      await compare
        .getByRole('row')
        .filter({ hasText: `$${dollars}` })
        .first()
        .waitFor()
      const panel = page.getByRole('region', { name: nameOf(0), exact: true })
      await panel.getByText(/^It (waits|trades)/).waitFor()
      await panel.getByText('those of its market, as voted and pushed').waitFor()
      await panel.getByRole('figure', { name: /^Weight of / }).waitFor()
      await lookAt(visit, 'vaults')
      await page.getByRole('button', { name: nameOf(1), exact: true }).click()
      await page
        .getByRole('region', { name: nameOf(1), exact: true })
        .getByText('set by hand once: a plain rule')
        .waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: a trade is seen when its block comes, with its size, cost and drift', async () => {
      const clock = subject().network.vaults.at(-1)
      if (clock === undefined) throw new Error('the network names no vault')
      const { page, problems, close } = await subject().open({ path: '/vaults' })
      await page.getByRole('button', { name: clock.name, exact: true }).click()
      const panel = page.getByRole('region', { name: clock.name, exact: true })
      const before = await panel.getByText(/^(It has not traded yet|\d+ trades?, from)/).innerText()
      const count = Number.parseInt(before, 10) || 0
      const client = createChainClient(subject().network.rpcUrl ?? '')
      await upset(client, clock.address)
      // Its keeper, who calls once a day at one hour, could be anybody.
      await send(client, localAccounts.operator, {
        address: clock.address,
        abi: vaultAbi,
        functionName: 'rebalance',
        args: [],
      })
      const caption = `${count + 1} ${count === 0 ? 'trade' : 'trades'}, from the chain's own events`
      await panel.getByText(caption).waitFor()
      const row = panel.getByRole('row').nth(1)
      const cells = await row.getByRole('cell').allInnerTexts()
      expect(cells[0]).toMatch(/^(sold|bought) [\d.,]+ WETH$/)
      expect(cells[2]).toMatch(/^\$[\d,]+(\.\d+)?$/)
      const paid = page.getByRole('region', { name: 'Side by side' }).getByText(/dearest first/)
      const own = new RegExp(`${clock.name}: \\$[\\d,.]+ for ${count + 1} trade`)
      await paid.filter({ hasText: own }).waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('behavior: without the index, and without old states, what is known is shown and the rest is said', async () => {
      const head = await createChainClient(subject().network.rpcUrl ?? '').getBlockNumber()
      const visit = await openFailing({
        isIndexDown: true,
        isRefused: (data, block) => data.startsWith(PREVIEW) && BigInt(block) < head,
      })
      const { page, close } = visit
      await page.getByText('The index was not used').waitFor()
      await page.getByText('Weights of the past are missing').waitFor()
      await page
        .getByRole('region', { name: 'Side by side' })
        .getByRole('rowheader', { name: nameOf(0), exact: true })
        .waitFor()
      expect(await page.getByRole('figure').count()).toBe(0)
      await close()
    })

    test('behavior: a portfolio that is no vault of ours tells its figures, and nothing else is claimed', async () => {
      const { page, close } = await openFailing({ isRefused: (data) => data.startsWith(SETTINGS) })
      const panel = page.getByRole('region', { name: nameOf(0), exact: true })
      await panel.getByText('It is no vault of ours.').waitFor()
      await panel.getByText('Net asset value').waitFor()
      await panel.getByText('weth-usd').waitFor()
      await close()
    })
  })
