import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { type Hex, type LocalAccount, toHex } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governorAbi, tokenAbi } from '../../../abi/index.ts'
import { readMarkets } from '../../../client/readMarkets.ts'
import { sendCall } from '../../../client/sendCall.ts'
import { signSnapshotProposal } from '../../../client/snapshotProposal.ts'
import {
  completeDraft,
  describeForProposer,
  encodeProposal,
  formatAmount,
  readDraft,
  shortenId,
} from '../../../governance/index.ts'
import { createHubClient } from '../../../snapshot/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import { spawnGimbal } from '../../cli/support/runGimbal.ts'
import type { Suite, Visit } from '../support/consoleUnderTest.ts'
import { lookAt } from '../support/lookAt.ts'
import { findBarriers, keepShot } from '../support/openConsole.ts'
import { createTestWallet, type TestWallet } from '../support/testWallet.ts'

const [holder, second] = localAccounts.voters
const { operator, trader } = localAccounts
const keyOf = (account: HDAccount): Hex => toHex(account.getHdKey().privateKey as Uint8Array)

/** Connecting, delegating, voting in three ways, and the steps after the vote. */
export const describeWallet: Suite = (subject) =>
  describe('wallet', () => {
    const chain = () => createChainClient(subject().network.rpcUrl ?? '')
    const walletOf = (account: LocalAccount) => {
      const { rpcUrl = '', chainId } = subject().network
      return createTestWallet(rpcUrl, account, chainId)
    }

    async function pass(seconds: number): Promise<void> {
      await chain().increaseTime({ seconds })
      await chain().mine({ blocks: 1 })
    }

    /** A proposal of its own, by the first holder; on Snapshot too where that is asked for. */
    async function propose(title: string, change: string, isOnSnapshot = false): Promise<bigint> {
      const { network } = subject()
      const { governor, riskParameters } = network.addresses
      const { markets } = await readMarkets(chain(), riskParameters, network.startBlock)
      // Of its own on a stack that has seen this suite before.
      const draft = readDraft(
        `gimbal: 1\ntitle: ${title} (${await chain().getBlockNumber()})\nchanges:\n${change}`,
      )
      const proposal = encodeProposal(completeDraft(draft, markets, {} as never), {
        riskParameters,
      })
      const { rpcUrl = '', hubUrl = '', sequencerUrl = '', ipfsUrl = '' } = network
      if (isOnSnapshot) {
        const signed = await signSnapshotProposal(chain(), governor, holder, title, proposal)
        await createHubClient({ hubUrl, sequencerUrl, ipfsUrl }).post(signed.envelope)
        await sendCall(chain(), rpcUrl, holder, signed.call)
        return signed.proposalId
      }
      const { targets, values, calldatas, description: words } = proposal
      const description = describeForProposer(words, holder.address)
      const args = [targets, values, calldatas, description] as const
      const call = { address: governor, abi: governorAbi, functionName: 'propose', args }
      await sendCall(chain(), rpcUrl, holder, call)
      const [log] = await chain().getContractEvents({
        address: governor,
        abi: governorAbi,
        eventName: 'ProposalCreated',
        fromBlock: 'latest',
        strict: true,
      })
      return log?.args.proposalId ?? 0n
    }

    async function readBounds() {
      const { addresses, startBlock } = subject().network
      const { markets } = await readMarkets(chain(), addresses.riskParameters, startBlock)
      const [first] = markets.values()
      if (first === undefined) throw new Error('the stack has no market')
      return first.bounds
    }

    async function gimbal(account: HDAccount, ...args: string[]) {
      const place = ['--dir', subject().folder]
      const child = spawnGimbal([...args, ...place], { GIMBAL_KEY: keyOf(account) })
      child.stdin.end()
      const [stdout, stderr] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ])
      return { stdout, stderr }
    }

    async function connect({ page }: Pick<Visit, 'page'>): Promise<void> {
      await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Test wallet' }).click()
      await page.getByRole('button', { name: /^Wallet 0x/ }).waitFor()
    }

    async function openAs(wallet: TestWallet, path: string): Promise<Visit> {
      const visit = await subject().open({ path, wallet })
      await connect(visit)
      return visit
    }

    const dialog = (page: Page) => page.getByRole('dialog')

    async function confirm(page: Page): Promise<void> {
      await dialog(page).getByRole('button', { name: 'Continue in Test wallet' }).click()
      await dialog(page).getByText('It is in block').waitFor()
      await dialog(page).getByRole('button', { name: 'Done' }).click()
    }

    test('P-140 nothing is asked of a wallet before the visitor asks for it', async () => {
      const wallet = walletOf(holder)
      const visit = await subject().open({ path: '/', wallet })
      const { page, problems, close } = visit
      for (const path of ['/proposals', '/account', '/draft', '/']) {
        await page.goto(`${subject().url}#${path}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
      }
      await page.getByText(/^block [\d,]+, /).waitFor()
      expect(wallet.asked).toEqual([])

      // By keyboard alone.
      await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).focus()
      await page.keyboard.press('Enter')
      const offered = dialog(page).getByRole('button', { name: 'Test wallet' })
      await offered.waitFor()
      while (!(await offered.evaluate((one) => one === document.activeElement))) {
        await page.keyboard.press('Tab')
      }
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: /^Wallet 0x/ }).waitFor()
      await page.waitForFunction(() => document.activeElement?.textContent?.includes('0x'))
      expect(wallet.asked).toContain('wallet_requestPermissions')
      const before = wallet.asked.length
      await page.reload()
      await page.getByRole('button', { name: /^Wallet 0x/ }).waitFor()
      const quiet = ['eth_accounts', 'eth_chainId']
      expect(wallet.asked.slice(before).filter((method) => !quiet.includes(method))).toEqual([])

      await page.getByRole('button', { name: /^Wallet 0x/ }).click()
      await dialog(page).getByText(holder.address.slice(0, 8)).waitFor()
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'wallet-account-dialog')
      await dialog(page).getByRole('button', { name: 'Disconnect' }).click()
      await dialog(page).getByRole('button', { name: 'Test wallet' }).waitFor()
      const left = wallet.asked.length
      await page.reload()
      await page.getByRole('button', { name: 'Connect a wallet' }).first().waitFor()
      await page.getByText(/^block [\d,]+, /).waitFor()
      expect(wallet.asked.length).toBe(left)
      expect(problems).toEqual([])
      await close()
    })

    test('error: a browser without a wallet is told how to get one', async () => {
      const { page, problems, close } = await subject().open({ path: '/account' })
      await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
      await dialog(page).getByText('This browser has no wallet that announces itself').waitFor()
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'wallet-none')
      await page.keyboard.press('Escape')
      await dialog(page).waitFor({ state: 'hidden' })
      expect(problems).toEqual([])
      await close()
    })

    test('error: a wallet that refuses, that does not answer, that is asked twice', async () => {
      const wallet = walletOf(holder)
      const { page, problems, close } = await subject().open({ path: '/account', wallet })
      await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
      const choose = () => dialog(page).getByRole('button', { name: 'Test wallet' }).click()
      wallet.isRefusing = true
      await choose()
      await dialog(page).getByText('You said no in the wallet').waitFor()

      wallet.isRefusing = false
      wallet.isHanging = true
      await choose()
      await dialog(page).getByText('Waiting for Test wallet').waitFor()
      await keepShot(page, 'wallet-hanging')
      await dialog(page).getByRole('button', { name: 'Stop waiting' }).click()
      await choose()
      await dialog(page).getByText('The wallet is waiting for you').waitFor()
      // Another one with a name that would act and a picture from elsewhere.
      await page.evaluate(() => {
        const info = {
          uuid: 'b1c9a9a1-9d3c-4c38-9b2f-8a0d5f3b9a11',
          name: `\u202e<img src=x onerror="document.title='taken'">${'x'.repeat(5_000)}`,
          icon: 'https://example.com/icon.png',
          rdns: 'com.example.hostile',
        }
        const detail = {
          info,
          provider: { request: () => Promise.reject(new Error('no')), on() {} },
        }
        dispatchEvent(
          new CustomEvent('eip6963:announceProvider', { detail: Object.freeze(detail) }),
        )
      })
      await dialog(page).getByRole('button', { name: '\\u{202e}<img' }).waitFor()
      expect(await page.title()).not.toBe('taken')
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'wallet-hostile')
      // It is unlocked at last, and answers the first question.
      wallet.isHanging = false
      await page.getByRole('button', { name: /^Wallet 0x/ }).waitFor()
      expect(problems).toEqual([])
      await close()
    })

    test('error: a wallet on another chain changes, and is told of a chain that it does not know only after the node is shown', async () => {
      const wallet = walletOf(holder)
      wallet.chainId = 1
      wallet.knownChainIds.delete(subject().network.chainId)
      const { page, problems, close } = await subject().open({ path: '/account', wallet })
      await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
      await dialog(page).getByRole('button', { name: 'Test wallet' }).click()
      await dialog(page).getByText('The wallet is on another chain').waitFor()
      await keepShot(page, 'wallet-wrong-chain')
      await dialog(page)
        .getByRole('button', { name: /^Change the wallet to/ })
        .click()
      await dialog(page)
        .getByText(subject().network.rpcUrl ?? '')
        .waitFor()
      expect(await findBarriers(page)).toEqual([])
      expect(wallet.asked).not.toContain('wallet_addEthereumChain')
      await dialog(page)
        .getByRole('button', { name: /^Tell the wallet of/ })
        .click()
      await dialog(page).waitFor({ state: 'hidden' })
      expect(wallet.chainId).toBe(subject().network.chainId)
      expect(problems).toEqual([])
      await close()
    })

    test('default: an account delegates to another, to nobody and to itself; each is shown before it is sent', async () => {
      const wallet = walletOf(second)
      const { page, problems, close } = await openAs(wallet, '/account')
      const delegateOf = () =>
        chain().readContract({
          address: subject().network.addresses.token,
          abi: tokenAbi,
          functionName: 'delegates',
          args: [second.address],
        })
      await page.getByRole('radio', { name: 'Another account' }).check()
      await page.getByLabel('Its address').fill(trader.address)
      await page.getByText(/will be with 0x.* on proposals whose vote begins later/).waitFor()
      await page.getByRole('button', { name: 'Delegate to this account' }).click()
      await dialog(page).getByText('the token').waitFor()
      await dialog(page).getByText(trader.address).waitFor()
      await dialog(page)
        .getByText(/ether at most/)
        .waitFor()
      expect(await findBarriers(page)).toEqual([])
      await keepShot(page, 'wallet-review')

      wallet.isRefusing = true
      await dialog(page).getByRole('button', { name: 'Continue in Test wallet' }).click()
      await dialog(page).getByText('You said no in the wallet').waitFor()
      wallet.isRefusing = false
      await confirm(page)
      expect(await delegateOf()).toBe(trader.address)
      const given = await subject().open({ path: `/account/${trader.address}` })
      await given.page.getByText('400,000').first().waitFor()
      expect(await findBarriers(given.page)).toEqual([])
      await given.close()

      await page.getByRole('radio', { name: 'Nobody' }).check()
      await page.getByRole('button', { name: 'Take the votes back' }).click()
      // Given up, and sent by the wallet after all: it is followed.
      wallet.isHanging = true
      await dialog(page).getByRole('button', { name: 'Continue in Test wallet' }).click()
      await dialog(page).getByText('Waiting for Test wallet').waitFor()
      await dialog(page).getByRole('button', { name: 'Stop waiting' }).click()
      await dialog(page).getByRole('button', { name: 'Continue in Test wallet' }).waitFor()
      await dialog(page).getByRole('button', { name: 'Close' }).click()
      wallet.isHanging = false
      await dialog(page).getByText('It is in block').waitFor()
      await dialog(page).getByRole('button', { name: 'Done' }).click()
      await page.getByText('This account cannot vote').waitFor()
      await page.getByRole('radio', { name: 'Myself' }).check()
      await page.getByRole('button', { name: 'Delegate to myself' }).click()
      // Another account under one's feet: what was prepared is prepared anew, and in the end for the right one.
      await dialog(page).getByRole('button', { name: 'Continue in Test wallet' }).waitFor()
      await wallet.changeAccount(page, holder)
      await dialog(page).getByText('The wallet changed to another account').waitFor()
      await wallet.changeAccount(page, second)
      await confirm(page)
      expect(await delegateOf()).toBe(second.address)
      expect(problems).toEqual([])
      await close()
    })

    describe('a vote', () => {
      const ids: Record<'chain' | 'signature' | 'snapshot', bigint> = {
        chain: 0n,
        signature: 0n,
        snapshot: 0n,
      }
      let relay: ReturnType<typeof spawnGimbal>
      let relayUrl = ''
      let bandPips = 0n

      beforeAll(async () => {
        const listening = ['relay', '--listen', '0', '--yes', '--json', '--dir', subject().folder]
        relay = spawnGimbal(listening, { GIMBAL_KEY: keyOf(operator) })
        const [first] = await once(relay.stdout, 'data')
        relayUrl = JSON.parse(String(first)).url
      }, 60_000)

      afterAll(async () => {
        relay.kill('SIGTERM')
        await once(relay, 'close')
      })

      /** One for each way to vote; what the first one changes is executed in the end. */
      async function proposeAll(): Promise<void> {
        bandPips = (await readBounds()).max.bandPips - 10_000n
        const bounds = `  - change: bounds\n    market: weth-usd\n    rationale: Calmer.\n    bounds: { max: { band: ${bandPips} pips } }\n`
        const freshness = (minutes: number) =>
          `  - change: freshness\n    market: weth-usd\n    rationale: Fresher.\n    freshness: { maxAge: ${minutes} min }\n`
        ids.signature = await propose('Fresher by signature', freshness(52))
        ids.snapshot = await propose('Fresher on Snapshot', freshness(53), true)
        ids.chain = await propose('Calmer bands', bounds)
      }

      const pathOf = (id: bigint) => `/proposals/${shortenId(id)}`
      const votesOf = (id: bigint) =>
        chain().readContract({
          address: subject().network.addresses.governor,
          abi: governorAbi,
          functionName: 'proposalVotes',
          args: [id],
        })
      const panel = (page: Page) => page.getByRole('region', { name: 'Your vote' })

      test('default: before the vote begins the page says when, and offers a ballot', async () => {
        const { page, problems, close } = await openAs(walletOf(holder), '/proposals')
        // Only now: the votes begin soon.
        await proposeAll()
        await page.goto(`${subject().url}#${pathOf(ids.chain)}`)
        await panel(page)
          .getByText(/The vote begins/)
          .waitFor()
        await panel(page).getByText('600,000').first().waitFor()
        expect(await panel(page).getByRole('radio', { name: 'On chain' }).isDisabled()).toBe(true)
        expect(await panel(page).getByRole('radio', { name: 'By signature' }).isEnabled()).toBe(
          true,
        )
        const steps = page.getByRole('region', { name: 'Next steps' })
        await steps.getByRole('button', { name: 'Cancel it' }).waitFor()
        await keepShot(page, 'vote-pending')
        expect(problems).toEqual([])
        await close()
      })

      test('P-140 what the node would refuse does not reach the wallet', async () => {
        await pass(13)
        const wallet = walletOf(trader)
        const { page, problems, close } = await openAs(wallet, pathOf(ids.chain))
        await panel(page).getByText('A vote of this account would count for nothing').waitFor()
        expect(await panel(page).getByRole('radio').count()).toBe(0)

        // Somebody else votes with the same key while the window is open.
        wallet.account = second
        await wallet.changeAccount(page, second)
        await panel(page).getByText('400,000').first().waitFor()
        await panel(page).getByRole('radio', { name: 'Against' }).check()
        await panel(page).getByRole('button', { name: 'Vote against' }).click()
        const go = dialog(page).getByRole('button', { name: 'Continue in Test wallet' })
        await go.waitFor()
        const { governor } = subject().network.addresses
        await sendCall(chain(), subject().network.rpcUrl ?? '', second, {
          address: governor,
          abi: governorAbi,
          functionName: 'castVote',
          args: [ids.chain, 0],
        })
        // The next block may have taken it away already.
        await go.click({ timeout: 2_000 }).catch(() => {})
        await dialog(page).getByText('It would be refused, so the wallet is not asked').waitFor()
        await dialog(page)
          .getByText(/has voted on chain already/)
          .waitFor()
        await keepShot(page, 'vote-refused')
        expect(wallet.asked).not.toContain('eth_sendTransaction')
        expect(problems).toEqual([])
        await close()
      })

      test('P-142 the three ways of voting give the same tally on chain', async () => {
        const wallet = walletOf(holder)
        const visit = await openAs(wallet, pathOf(ids.chain))
        const { page, problems, close } = visit
        await panel(page).getByRole('radio', { name: 'For' }).check()
        await panel(page).getByLabel('Reason').fill('the pool is deep')
        await keepShot(page, 'vote-open')
        await panel(page).getByRole('button', { name: 'Vote for' }).click()
        await dialog(page).getByText('castVoteWithReason').waitFor()
        await dialog(page).getByText('1 (for)').waitFor()
        await confirm(page)
        await panel(page).getByText('You have voted for it').waitFor()
        await panel(page).getByText('It is on chain and final.').waitFor()

        await page.goto(`${subject().url}#${pathOf(ids.signature)}`)
        await panel(page).getByRole('radio', { name: 'By signature' }).check()
        await panel(page).getByRole('radio', { name: 'For' }).check()
        await panel(page).getByRole('button', { name: 'Sign a ballot: for' }).click()
        const ballot = await panel(page).locator('pre').textContent()
        await keepShot(page, 'vote-signed')
        const downloading = page.waitForEvent('download')
        await panel(page).getByRole('link', { name: 'Download it' }).click()
        const file = await (await downloading).path()
        expect(readFileSync(file, 'utf8')).toBe(`${ballot}\n`)
        const relayed = await gimbal(operator, 'relay', file, '--yes', '--json')
        expect(relayed.stderr).toBe('')
        expect(JSON.parse(relayed.stdout).outcomes).toMatchObject([
          { voter: holder.address, outcome: 'cast' },
        ])

        await page.goto(`${subject().url}#${pathOf(ids.snapshot)}`)
        await panel(page).getByRole('radio', { name: 'On Snapshot' }).check()
        await panel(page).getByRole('radio', { name: 'For' }).check()
        await panel(page).getByRole('button', { name: 'Sign and post: for' }).click()
        await panel(page).getByText('Snapshot has taken your vote').waitFor()
        await keepShot(page, 'vote-snapshot')
        expect(await findBarriers(page)).toEqual([])
        const brought = await gimbal(
          operator,
          'relay',
          '--proposal',
          `${ids.snapshot}`,
          '--yes',
          '--json',
        )
        expect(JSON.parse(brought.stdout).outcomes).toMatchObject([{ outcome: 'cast' }])
        await panel(page).getByText('You have voted for it').waitFor()

        const mine = 600_000n * 10n ** 18n
        const [, byChain] = await votesOf(ids.chain)
        expect(await votesOf(ids.signature)).toEqual([0n, mine, 0n])
        expect(await votesOf(ids.snapshot)).toEqual([0n, mine, 0n])
        expect(byChain).toBe(mine)
        expect(problems).toEqual([])
        await close()
      })

      test('P-141 the relay that the network names takes the ballot that is signed on the page', async () => {
        const wallet = walletOf(second)
        const visit = await subject().open({
          path: pathOf(ids.signature),
          wallet,
          services: { relayUrl },
        })
        const { page, problems, close } = visit
        await connect(visit)
        await panel(page).getByRole('radio', { name: 'By signature' }).check()
        await panel(page).getByRole('radio', { name: 'Against' }).check()
        await panel(page).getByRole('button', { name: 'Sign a ballot: against' }).click()
        await panel(page)
          .getByRole('button', { name: /^Hand it to the relay/ })
          .click()
        await panel(page).getByText('You have voted against it').waitFor()
        const [against] = await votesOf(ids.signature)
        expect(against).toBe(400_000n * 10n ** 18n)
        expect(problems).toEqual([])
        await close()
      })

      test('error: another text on Snapshot is a danger, and the vote waits for who insists', async () => {
        const wallet = walletOf(second)
        const visit = await subject().open({ path: '/account', wallet })
        const { page, close } = visit
        await connect(visit)
        await page.route(subject().network.hubUrl ?? '', async (route) => {
          const response = await route.fetch()
          const body = (await response.text()).replaceAll('Fresher.', 'Older.')
          await route.fulfill({ response, body })
        })
        await page.goto(`${subject().url}#${pathOf(ids.snapshot)}`)
        await panel(page).getByRole('radio', { name: 'On Snapshot' }).check()
        await panel(page).getByRole('radio', { name: 'Against' }).check()
        await panel(page)
          .getByText(/DANGER: Snapshot shows/)
          .first()
          .waitFor()
        const go = panel(page).getByRole('button', { name: 'Sign and post: against' })
        expect(await go.isDisabled()).toBe(true)
        await keepShot(page, 'vote-danger')
        await panel(page).getByLabel('I have read it, and vote on Snapshot anyway').check()
        expect(await go.isEnabled()).toBe(true)
        expect(wallet.asked).not.toContain('eth_signTypedData_v4')
        await close()
      })

      test('default: at every width, light and dark, nothing overflows and nothing bars anybody', async () => {
        const visit = await openAs(walletOf(holder), pathOf(ids.snapshot))
        const { page, problems, close } = visit
        await panel(page).getByText('You have voted for it').waitFor()
        await lookAt(visit, 'wallet-vote')
        await page.goto(`${subject().url}#/account`)
        await page.getByText('600,000').first().waitFor()
        await lookAt(visit, 'wallet-account')
        expect(problems).toEqual([])
        await close()
      })

      test('default: what has passed is queued and executed, and the bounds in force change', async () => {
        await pass(300)
        const { page, problems, close } = await openAs(walletOf(trader), pathOf(ids.chain))
        const steps = page.getByRole('region', { name: 'Next steps' })
        await steps.getByRole('button', { name: 'Queue it' }).click()
        await confirm(page)
        await steps.getByText(/The timelock lets it through/).waitFor()
        expect(await steps.getByRole('button').count()).toBe(0)
        await keepShot(page, 'steps-queued')
        await pass(61)
        await steps.getByRole('button', { name: 'Execute it' }).click()
        await confirm(page)
        await steps.getByText(/the proposal is executed/i).waitFor()
        expect((await readBounds()).max.bandPips).toBe(bandPips)
        await page.getByRole('link', { name: 'Markets' }).click()
        await page.getByText(` to ${formatAmount(bandPips, 'pips')}.`).waitFor()
        expect(problems).toEqual([])
        await close()
      })
    })
  })
