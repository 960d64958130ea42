import type { Page } from 'playwright-core'
import { createPublicClient, type Hex } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../../abi/index.ts'
import { parameterFields } from '../../../core/index.ts'
import { formatMarket, nameParameter } from '../../../governance/index.ts'
import { nodeTransport } from '../../../http/nodeTransport.ts'
import { listUpdates, readRecord } from '../../../verify/readRecord.ts'
import type { Update } from '../../../verify/readUpdates.ts'
import { nameUpdate } from '../../../verify/resolveUpdate.ts'
import type { ConsoleUnderTest, Suite } from '../support/consoleUnderTest.ts'
import {
  changeAnswers,
  changeNode,
  flip,
  type Lie,
  onMethod,
  refuseAnswers,
} from '../support/lies.ts'
import { lookAt } from '../support/lookAt.ts'
import { keepShot } from '../support/openConsole.ts'

const createReader = ({ network }: ConsoleUnderTest) =>
  createPublicClient({ transport: nodeTransport(network.rpcUrl ?? '', { batch: { wait: 0 } }) })

/** Requests to the node, but not those of a second one beside it. */
const isNode =
  ({ network }: ConsoleUnderTest) =>
  ({ origin, search }: URL): boolean =>
    origin === new URL(network.rpcUrl ?? '').origin && search === ''

const verdictOf = (page: Page, title: RegExp | string) =>
  page.getByRole('status').filter({ hasText: title })

async function rebuilt(page: Page, update: Update): Promise<void> {
  const market = formatMarket(update.marketId)
  await page
    .getByText(`Update ${nameUpdate(update)} of ${market} is what the chain's own`)
    .waitFor()
  await verdictOf(page, 'Equal, to the bit').waitFor()
}

/** Any update, rebuilt and proven in the visitor's browser. */
export const describeVerify: Suite = (subject) =>
  describe('verify', () => {
    let updates: Update[]
    /** The latest that reporters signed. */
    let latest: Update
    beforeAll(async () => {
      const { network } = subject()
      const { startBlock, pools, addresses } = network
      const { riskParameters } = addresses
      const record = await readRecord(createReader(subject()), {
        riskParameters,
        startBlock,
        pools,
      })
      updates = listUpdates(record)
      latest = updates.findLast(({ evidenceKind }) => evidenceKind === 'signed') as Update
    })

    /** Opens the check of an update by a node whose answers are changed on their way. */
    async function openChanged(
      path: string,
      change: (request: unknown, answers: unknown) => unknown,
      which = isNode(subject()),
    ) {
      const visit = await subject().open({ path: '/settings' })
      await visit.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
      await changeNode(visit.page, which, change)
      await visit.page.evaluate((to) => {
        location.hash = to
      }, path)
      return visit
    }

    test('default: the latest update is rebuilt here, step by step, each figure beside that of the contract', async () => {
      const visit = await subject().open({ path: '/verify' })
      const { page, problems, close } = visit
      await page.getByText(`${updates.length} updates since the deployment`).waitFor()
      // Of each market: its core's hash.
      await page.getByText('the same', { exact: true }).first().waitFor()
      await page.getByRole('button', { name: 'Verify the latest' }).click()
      const newest = updates.at(-1) as Update
      await rebuilt(page, newest)
      await page.evaluate((name) => {
        location.hash = `/verify/${name}`
      }, nameUpdate(latest))
      await rebuilt(page, latest)
      const titles = await page.getByRole('heading', { level: 3 }).allTextContents()
      expect(titles.map((title) => title.replace(/^\d+\. /, ''))).toEqual([
        ...['Headers', 'Logs', 'Transaction', 'Storage', 'Report', 'Observation', 'Told figures'],
        ...['Core', 'Target', 'Value before', 'Bounds and limits', 'Stored value'],
      ])
      expect(await page.getByText('DIFFERS').count()).toBe(0)
      await lookAt(visit, 'verify')
      expect(problems).toEqual([])
      await close()
    })

    test('P-146 all updates of the run are recomputed in the browser, equal to the bit', async () => {
      const { page, problems, close } = await subject().open({ path: '/verify/all' })
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await page.getByText('All updates were checked').waitFor({ timeout: 120_000 })
      await page.getByText(`${updates.length} updates: ${updates.length} equal.`).waitFor()
      await page.getByRole('button', { name: 'Copy the verdict as JSON' }).click()
      await page.getByText('Copied', { exact: true }).waitFor()
      const verdict = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
      expect(verdict.isVerified).toBe(true)
      expect(verdict.updates.map((one: { transactionHash: Hex }) => one.transactionHash)).toEqual(
        updates.map(({ transactionHash }) => transactionHash),
      )
      // What the browser computed of the latest is what the contract has, as another reader gets it.
      await page.getByRole('link', { name: nameUpdate(latest) }).click()
      const bounds = page.getByRole('listitem').filter({ hasText: '11. Bounds and limits' })
      await bounds.getByRole('table').waitFor()
      const state = await createReader(subject()).readContract({
        address: subject().network.addresses.riskParameters,
        abi: riskParametersAbi,
        functionName: 'marketState',
        args: [latest.marketId],
        blockNumber: latest.blockNumber,
      })
      for (const field of parameterFields) {
        const row = bounds.getByRole('row', { name: new RegExp(`^${nameParameter(field)} `) })
        const here = row.getByRole('cell').nth(1)
        expect(await here.innerText(), field).toMatch(new RegExp(`\\n${state.values[field]}$`))
        expect(await row.getByRole('cell').nth(2).innerText(), field).toBe('equal')
      }
      expect(problems).toEqual([])
      await close()
    })

    test('P-147 an answer of the node that was tampered with is shown as different or refused, never as equal', async () => {
      const early = `0x${(subject().network.startBlock + 5n).toString(16)}`
      const isOwn = (params: readonly never[]) =>
        JSON.stringify(params)
          .toLowerCase()
          .includes(subject().network.addresses.riskParameters.toLowerCase())
      const lastData = (own: boolean): Lie => ({
        isMeant: (method, params) => method === 'eth_getLogs' && isOwn(params) === own,
        change: ((logs: { data: string }[]) =>
          logs.map((log, at) =>
            at === logs.length - 1 ? { ...log, data: flip(log.data) } : log,
          )) as never,
      })
      const signed = nameUpdate(latest)
      // A signed update rests on every header since the deployment; the last log is of the newest of either kind.
      const cases: [lie: Lie, told: RegExp, update: string][] = [
        [
          {
            isMeant: (method, [number]) => method === 'eth_getBlockByNumber' && number === early,
            change: ((block: { baseFeePerGas: string }) => ({
              ...block,
              baseFeePerGas: flip(block.baseFeePerGas),
            })) as never,
          },
          /differs \(headers\)/,
          signed,
        ],
        [lastData(false), /differs \(logs/, signed],
        [lastData(true), /differs \(logs/, 'latest'],
        [
          onMethod('eth_call', ((result: string) => flip(result)) as never),
          /differs|Refused/,
          signed,
        ],
      ]
      for (const [lie, told, update] of cases) {
        let lies = 0
        const { page, close } = await openChanged(`/verify/${update}`, (request, answers) =>
          changeAnswers(lie, request, answers, () => {
            lies += 1
          }),
        )
        const ending = page.getByRole('status').filter({ hasText: /DIFFERS|Refused|Equal, / })
        await ending.waitFor()
        expect(await ending.innerText()).toMatch(told)
        expect(await page.getByText(/^Equal, /).count()).toBe(0)
        expect(lies).toBeGreaterThan(0)
        await close()
      }
    })

    test('behavior: a step that differs is open, with both sides and the difference in words', async () => {
      const visit = await openChanged(`/verify/${nameUpdate(latest)}`, (request, answers) =>
        changeAnswers(
          onMethod('eth_getProof', ((proof: { storageProof: { proof: string[] }[] }) => ({
            ...proof,
            storageProof: proof.storageProof.map((slot) => ({
              ...slot,
              proof: slot.proof.map(flip),
            })),
          })) as never),
          request,
          answers,
          () => {},
        ),
      )
      const { page, close } = visit
      await verdictOf(page, 'DIFFERS').waitFor()
      const storage = page.getByRole('listitem').filter({ hasText: '4. Storage' })
      await storage
        .getByText(/do not lead from the root/)
        .first()
        .waitFor()
      await page
        .getByRole('listitem')
        .filter({ hasText: '6. Observation' })
        .getByText('6 of 6 equal')
        .waitFor()
      await keepShot(page, 'verify-differs')
      await close()
    })

    test('behavior: what a node cannot prove is equal only as far as it tells the truth', async () => {
      const { page, close } = await openChanged(
        `/verify/${nameUpdate(latest)}`,
        (request, answers) =>
          refuseAnswers((method) => method === 'eth_getProof', request, answers, {
            code: -32_601,
            message: 'the method does not exist',
          }),
      )
      const verdict = verdictOf(page, 'Equal, as far as this node tells the truth')
      await verdict.getByText(/gives no proof of block [\d,]+ \(eth_getProof\)/).waitFor()
      await close()
    })

    test('behavior: by transaction, by a second node, and cancelled', async () => {
      const { page, problems, close } = await subject().open({ path: '/verify' })
      const field = page.getByRole('textbox', { name: 'Update' })
      await field.fill('nonsense')
      await field.press('Enter')
      await page.getByText('Give block and log such as 2467-1').waitFor()
      await page.getByText('Market and second node').click()
      const second = page.getByRole('textbox', { name: 'Second node' })
      await second.fill('https://elsewhere.example/')
      await page.getByText('is none of them: name it in Settings first').waitFor()
      await second.fill(`${subject().network.rpcUrl}/?second`)
      await field.fill(latest.transactionHash)
      await field.press('Enter')
      await verdictOf(page, 'Equal, to the bit').waitFor()
      await page.getByText('1. Headers').click()
      await page.getByText(`hash of block ${latest.blockNumber} at the second node`).waitFor()

      let asked = 0
      await page.route(isNode(subject()), async (route) => {
        asked += 1
        if (!(route.request().postData() ?? '').includes('eth_getProof')) await route.continue()
      })
      await page.getByRole('button', { name: 'Verify the latest' }).click()
      await page.getByRole('status').filter({ hasText: 'Checking updates' }).waitFor()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByText('Nothing is claimed.').waitFor()
      expect(asked).toBeGreaterThan(0)
      expect(problems).toEqual([])
      await close()
    })

    test('error: a node without old states, and an update that there is not', async () => {
      const { page, close } = await openChanged(
        `/verify/${nameUpdate(latest)}`,
        (request, answers) =>
          refuseAnswers((method) => method === 'eth_call', request, answers, {
            code: -32_000,
            message: 'missing trie node',
          }),
      )
      await page
        .getByText(/the node does not return the market's state at block.*archive node/)
        .waitFor()
      expect(await page.getByText(/^Equal, /).count()).toBe(0)
      await close()
      const unknown = await subject().open({ path: '/verify/1-1' })
      await unknown.page.getByText(`the chain has no update 1-1 among ${updates.length}`).waitFor()
      expect(unknown.problems).toEqual([])
      await unknown.close()
    })
  })
