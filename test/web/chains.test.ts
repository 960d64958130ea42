import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { Address } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeNetworks } from '../../cli/console/describeNetworks.ts'
import { serveConsole } from '../../cli/console/serveConsole.ts'
import { renderRemoteSubgraph, renderSubgraph } from '../../deploy/subgraph/renderSubgraph.ts'
import { createQueryClient, fetchMessages, fetchRecords } from '../../query/index.ts'
import { runGimbal } from '../cli/support/runGimbal.ts'
import { AWAY, BridgedChains, HOME } from '../client/bridge/support/bridgedChains.ts'
import { IndexReader } from '../subgraph/support/indexReader.ts'
import { type RunningIndex, startIndexWith } from '../subgraph/support/logChain.ts'
import type { ConsoleUnderTest } from './support/consoleUnderTest.ts'
import { launchBrowser } from './support/launchBrowser.ts'
import { lookAt } from './support/lookAt.ts'
import { openConsole } from './support/openConsole.ts'

const patience = 300_000

let dir: string
let chains: BridgedChains
let site: Awaited<ReturnType<typeof serveConsole>>
let browser: Browser
let subject: ConsoleUnderTest
let indexes: RunningIndex[]

/** A vector that came and one that was overtaken, a vote that waits in the timelock and one that a single messenger brought. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gimbal-chains-'))
  chains = await BridgedChains.start()
  await chains.deliver(await chains.sendVector('axelar'), 'axelar')
  await chains.sendVector('hyperlane')
  const [target, data] = chains.resumeCall()
  await chains.record([target], [data])
  for (const bridge of ['axelar', 'hyperlane'] as const) {
    await chains.deliver(await chains.post(bridge, 0n, [target], [data]), bridge)
  }
  await chains.record([target], [data])
  await chains.deliver(await chains.post('axelar', 1n, [target], [data]), 'axelar')
  await chains.pass(60)
  await chains.push()
  await chains.sendVector('axelar')
  const { network } = chains
  site = await serveConsole({ readNetworks: async () => describeNetworks([network]).content })
  browser = await launchBrowser()
  subject = openConsole(browser, { url: site.url, folder: dir, network })
}, patience)

afterAll(async () => {
  for (const index of indexes ?? []) await index.stop()
  await browser?.close()
  await site?.close()
  await chains?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

/** An index of each chain. */
async function startIndexes(): Promise<RunningIndex[]> {
  const { governance, deployed, network, urls } = chains
  const { remote } = deployed
  const listed = (messengers: readonly { address: string }[]) =>
    messengers.map(({ address }) => address as Address)
  const folders = await Promise.all(
    ['home', 'away'].map(async (name) => {
      const folder = await mkdtemp(join(tmpdir(), `gimbal-${name}-`))
      // Postgres may run as another user.
      await chmod(folder, 0o755)
      return folder
    }),
  )
  const home = await startIndexWith({ rpcUrl: urls.home }, folders[0] as string, (outDir) =>
    renderSubgraph({
      network: 'local',
      startBlock: governance.startBlock,
      addresses: governance,
      pools: [],
      bridge: {
        chainId: HOME.chainId,
        parametersSender: deployed.bridge.parametersSender as Address,
        governanceSender: deployed.bridge.governanceSender as Address,
        messengers: listed(network.bridge?.messengers ?? []),
      },
      outDir,
    }),
  )
  const away = await startIndexWith({ rpcUrl: urls.away }, folders[1] as string, (outDir) =>
    renderRemoteSubgraph({
      network: 'local',
      startBlock: 1,
      chainId: AWAY.chainId,
      addresses: {
        remoteParameters: remote.contracts.remoteParameters as Address,
        governanceReceiver: remote.contracts.governanceReceiver as Address,
        timelock: remote.contracts.timelock as Address,
      },
      messengers: listed(remote.messengers),
      outDir,
    }),
  )
  return [home, away]
}

interface Told {
  messages: {
    id: string
    kind: string
    state: string
    messenger: string
    sent: { blockNumber: string; transactionHash: string }
    received?: { blockNumber: string; transactionHash: string }
  }[]
  records: { nonce: string; step: string; broughtCount: number; operationId?: string }[]
}

async function readCommand(): Promise<Told> {
  const file = join(dir, 'network.json')
  const { name: _, ...remote } = chains.deployed.remote
  const { riskParameters, governor, token, timelock, manager, startBlock } = chains.governance
  const content = {
    chainId: HOME.chainId,
    coreHash: `0x${'0'.repeat(64)}`,
    contracts: {
      RiskParameters: { address: riskParameters },
      GimbalGovernor: { address: governor },
      GimbalToken: { address: token },
      TimelockController: { address: timelock },
      AccessManager: { address: manager },
    },
    startBlock,
    rpcUrl: chains.urls.home,
    bridge: chains.deployed.bridge,
    remotes: [Object.assign({ name: AWAY.name, rpcUrl: chains.urls.away }, remote)],
  }
  await writeFile(file, JSON.stringify(content))
  const { status, stdout, stderr } = await runGimbal([
    'chains',
    'status',
    '--network',
    file,
    '--json',
  ])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout)
}

describe('what is between two chains', { timeout: patience }, () => {
  test('P-211 the index, the command and the console say the same of each message', async () => {
    const told = await readCommand()
    expect(told.messages.map(({ state }) => state).toSorted()).toEqual([
      ...Array(4).fill('delivered'),
      'failed',
      'under-way',
    ])

    indexes = await startIndexes()
    const [home, away] = indexes.map(({ url }) => url) as [string, string]
    await new IndexReader(home).waitFor(await chains.home.getBlock())
    await new IndexReader(away).waitFor(await chains.away.getBlock())
    const ask = (url: string) => createQueryClient({ url })
    const [sent, came] = await Promise.all([home, away].map((url) => fetchMessages(ask(url))))
    const nameAt = (side: 'bridge' | 'remote', address: string) =>
      chains.deployed[side].messengers.find((one) => one.address.toLowerCase() === address)?.name
    const indexed = (sent ?? []).map((message) => {
      const messenger = nameAt('bridge', message.messenger)
      const other = came?.find((one) => {
        return one.messageId === message.messageId && nameAt('remote', one.messenger) === messenger
      })
      return {
        id: message.messageId,
        kind: message.kind.toLowerCase(),
        messenger,
        sent: [`${message.blockNumber}`, message.transactionHash],
        received: other && [`${other.blockNumber}`, other.transactionHash],
      }
    })
    const ofNodes = told.messages.map(({ id, kind, messenger, sent: left, received }) => ({
      id,
      kind,
      messenger,
      sent: [left.blockNumber, left.transactionHash],
      received: received && [received.blockNumber, received.transactionHash],
    }))
    const byName = (a: { id: string }, b: { id: string }) =>
      JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
    expect(indexed.toSorted(byName)).toEqual(ofNodes.toSorted(byName))
    const records = await fetchRecords(ask(away))
    expect(
      records.map(({ nonce, broughtCount, operation }) => [
        `${nonce}`,
        broughtCount,
        operation?.id,
      ]),
    ).toEqual(
      told.records
        .toSorted((a, b) => Number(a.nonce) - Number(b.nonce))
        .map(({ nonce, broughtCount, operationId }) => [nonce, broughtCount, operationId]),
    )

    const { page, problems, close } = await subject.open({ path: '/chains' })
    const panel = page.getByRole('region', { name: 'Messages', exact: true })
    await panel.getByRole('button', { name: 'all 6' }).waitFor()
    await panel.getByRole('button', { name: 'delivered 4' }).waitFor()
    for (const [state, words] of [
      ['under-way', 'under way 1'],
      ['failed', 'failed 1'],
    ] as const) {
      await panel.getByRole('button', { name: words }).click()
      const [one] = told.messages.filter((message) => message.state === state)
      await panel.getByTitle(one?.id ?? '', { exact: true }).waitFor()
      expect(await panel.locator('tbody tr').count()).toBe(1)
    }
    expect(problems).toEqual([])
    await close()
  })

  test("default: values beside home's, and each vote step by step with what anyone can do", async () => {
    const { page, problems, close } = await subject.open({ path: '/chains' })
    const market = page.getByRole('region', { name: 'weth-usd', exact: true })
    await market.getByRole('columnheader', { name: 'local (home)' }).waitFor()
    await market.getByRole('columnheader', { name: 'local-2' }).waitFor()
    const waiting = page.getByRole('article', { name: 'Vote 1 for local-2' })
    await waiting.getByText('by 1 of 2 messengers, 2 needed').waitFor()
    await waiting.getByText('anyone may post vote 1 by hyperlane').waitFor()
    const scheduled = page.getByRole('article', { name: 'Vote 0 for local-2' })
    await scheduled.getByText('scheduled', { exact: true }).waitFor()
    expect(problems).toEqual([])
    await close()
  })

  test('behavior: at each width, light and dark, the page fits and has no barrier', async () => {
    const visit = await subject.open({ path: '/chains' })
    await visit.page.getByRole('region', { name: 'Messages', exact: true }).waitFor()
    await lookAt(visit, 'chains')
    expect(visit.problems).toEqual([])
    await visit.close()
  })
})
