import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, createPublicClient, http } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governorAbi } from '../../../abi/index.ts'
import { IncompleteLogsError } from '../../../client/errors.ts'
import { checkLogs } from '../../../client/logs/checkLogs.ts'
import { createBlockLogsReader } from '../../../client/logs/readBlockLogs.ts'
import { readContractLogs } from '../../../client/logs/readContractLogs.ts'
import { readLogs } from '../../../client/logs/readLogs.ts'
import { readMarkets } from '../../../client/readMarkets.ts'
import { readProposal, readProposals } from '../../../client/readProposals.ts'
import { readVotes } from '../../../client/readVotes.ts'
import { createBloomTest } from '../../../observation/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { readHeaders } from '../../../verify/readChain.ts'
import { type Answer, type RpcRequest, startProxy } from '../../support/startProxy.ts'

const patience = 120_000
const folder = mkdtempSync(join(tmpdir(), 'gimbal-logs-'))
const titles = ['the first', 'the second', 'the third']

let stack: Stack
let governor: Address
let riskParameters: Address
const ids: bigint[] = []

/** A client of the chain, or of a node before it that answers some requests otherwise. */
async function createClient(answer?: (request: RpcRequest) => Answer | undefined) {
  const url = answer === undefined ? stack.urls.rpc : (await startProxy(stack.urls.rpc, answer)).url
  return createPublicClient({ transport: http(url, { retryCount: 0 }), cacheTime: 0 })
}

/** A node that gives no logs, whatever it is asked. */
const isEmpty = ({ method }: RpcRequest): Answer | undefined =>
  method === 'eth_getLogs' ? { result: [] } : undefined

/** A node whose answers lack their last logs. */
async function createDropping(count: number) {
  const real = await createClient()
  const logs = new Map<string, unknown[]>()
  const ask = async (params: unknown[]) => {
    const key = JSON.stringify(params)
    const all = (await real.request({ method: 'eth_getLogs', params } as never)) as unknown[]
    logs.set(key, all.slice(0, Math.max(0, all.length - count)))
  }
  // The filters that the readers send, asked for before: an answer cannot wait.
  const seen: unknown[][] = []
  const learner = await createClient(({ method, params }) => {
    if (method === 'eth_getLogs') seen.push(params)
    return undefined
  })
  return {
    learner,
    async open() {
      for (const params of seen) await ask(params)
      return createClient(({ method, params }) => {
        const result = logs.get(JSON.stringify(params))
        return method === 'eth_getLogs' && result !== undefined ? { result } : undefined
      })
    },
  }
}

beforeAll(async () => {
  stack = await startStack({ index: false, folder })
  ;({ governor, riskParameters } = stack.addresses.governance)
  const client = createChainClient(stack.urls.rpc)
  const [proposer] = localAccounts.voters
  const write = async (functionName: string, args: readonly unknown[]) => {
    const hash = await client.writeContract({
      address: governor,
      abi: governorAbi,
      functionName,
      args,
      account: proposer,
      chain: null,
    } as never)
    await client.waitForTransactionReceipt({ hash })
  }
  for (const title of titles) await write('propose', [[governor], [0n], ['0x'], title])
  const made = await readProposals(await createClient(), governor, 0n)
  ids.push(...made.map(({ id }) => id))
  await client.increaseTime({ seconds: 90 })
  await client.mine({ blocks: 1 })
  await write('castVote', [ids.at(-1), 1])
}, patience)

afterAll(async () => {
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('logs that a node leaves out', { timeout: patience }, () => {
  test('default: an honest node passes every check', async () => {
    const client = await createClient()
    expect(ids).toHaveLength(titles.length)
    expect(await readVotes(client, governor, 0n, ids.at(-1) as bigint)).toHaveLength(1)
    const { markets } = await readMarkets(client, riskParameters, 0n)
    expect([...markets.keys()]).toEqual([LOCAL_MARKET_ID])
  })

  test('error: none at all is a gap of the whole range, not an empty list', async () => {
    const client = await createClient(isEmpty)
    const head = await client.getBlockNumber()
    const range = { fromBlock: 0n, toBlock: head }
    await expect(readProposals(client, governor, 0n)).rejects.toMatchObject(range)
    await expect(readMarkets(client, riskParameters, 0n)).rejects.toMatchObject(range)
    await expect(readVotes(client, governor, 0n, ids.at(-1) as bigint)).rejects.toThrow(
      /has counted \d+ votes for, the logs show 0/,
    )
  })

  test('P-61 an answer without its last logs is noticed by the headers', async () => {
    for (const count of [1, 3]) {
      const { learner, open } = await createDropping(count)
      await readProposals(learner, governor, 0n)
      await readMarkets(learner, riskParameters, 0n)
      const client = await open()
      await expect(readProposals(client, governor, 0n)).rejects.toThrow(IncompleteLogsError)
      await expect(readMarkets(client, riskParameters, 0n)).rejects.toThrow(IncompleteLogsError)
    }
  })

  test('error: an answer that is cut off within a block is noticed by the receipts', async () => {
    const head = await (await createClient()).getBlockNumber()
    const filter = { addresses: [governor] }
    const { learner, open } = await createDropping(1)
    const [first] = await readLogs(learner, filter, 0n, head)
    const created = first?.blockNumber ?? 0n
    // The Governor's creation leaves several logs in one block.
    const all = await readLogs(learner, filter, created, created)
    expect(all.length).toBeGreaterThan(1)
    const client = await open()
    await expect(readLogs(client, filter, created, created)).rejects.toThrow(
      `it gave ${all.length - 1} of the ${all.length} that the block's receipts have`,
    )
  })

  test('error: a proposal that the Governor knows is not said to be none', async () => {
    const client = await createClient()
    // Read from after the second one on, as if its log had gone.
    const [, second] = await readProposals(client, governor, 0n)
    const from = (second?.blockNumber ?? 0n) + 1n
    await expect(readProposal(client, governor, from, second?.id ?? 0n)).rejects.toThrow(
      `the Governor knows the proposal ${second?.id}`,
    )
    await expect(readProposal(client, governor, 0n, 7n)).rejects.toThrow(
      'the Governor has no proposal 7',
    )
  })

  test('behavior: a node that refuses long ranges is asked in halves', async () => {
    const whole = await createClient()
    const head = await whole.getBlockNumber()
    const filter = { addresses: [governor] }
    const spans: number[] = []
    const client = await createClient(({ method, params: [range] }) => {
      if (method !== 'eth_getLogs' || typeof range !== 'object') return undefined
      const span = Number(range.toBlock) - Number(range.fromBlock) + 1
      spans.push(span)
      return span > 4 ? { error: { code: -32_005, message: 'too many blocks' } } : undefined
    })
    const logs = await readLogs(client, filter, 0n, head)
    expect(logs).toEqual(await readLogs(whole, filter, 0n, head))
    expect(spans.filter((span) => span <= 4).length).toBeGreaterThan(5)
  })

  test('behavior: without receipts the block itself is asked', async () => {
    const client = await createClient(({ method }) =>
      method === 'eth_getBlockReceipts'
        ? { error: { code: -32_601, message: 'the method does not exist' } }
        : undefined,
    )
    expect(await readProposals(client, governor, 0n)).toHaveLength(titles.length)
  })

  test('behavior: the bloom filters of real headers miss no log', async () => {
    const client = await createClient()
    const toBlock = await client.getBlockNumber()
    const logs = await readContractLogs(client, { address: governor, fromBlock: 0n, toBlock })
    const headers = await readHeaders(client, 0n, toBlock)
    const told = new Set(logs.map(({ blockNumber }) => blockNumber))
    const mayHold = createBloomTest({ addresses: [governor] })
    const possible = headers.filter(({ logsBloom }) => mayHold(logsBloom))
    expect(possible.map(({ number }) => number)).toEqual(expect.arrayContaining([...told]))
    // With so few logs a filter hardly ever says yes for nothing.
    expect(possible.length).toBeLessThan(headers.length)
    await checkLogs(createBlockLogsReader(client), headers, logs, { addresses: [governor] })
  })
})
