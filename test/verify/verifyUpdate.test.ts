import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../abi/index.ts'
import { toReportArgs } from '../../bot/report.ts'
import { readLogs } from '../../client/logs/readLogs.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { createChainReader, readHeaders } from '../../verify/readChain.ts'
import { readMarkets } from '../../verify/readUpdates.ts'
import { verifyUpdate } from '../../verify/verifyUpdate.ts'
import { type PushChain, startPushChain } from '../bot/submit/support/pushChain.ts'
import { core } from '../bot/support/defaultInput.ts'

const patience = 600_000

let chain: PushChain

beforeAll(async () => {
  chain = await startPushChain()
}, patience)

afterAll(async () => {
  await chain?.stop()
})

describe('verifyUpdate', { timeout: patience }, () => {
  test('behavior: two updates in one block are each checked against what the other leaves', async () => {
    const { client, scope } = chain
    const { riskParameters: address } = scope
    const push = async ({ report, signatures }: Awaited<ReturnType<PushChain['createDraft']>>) => {
      await client.writeContract({
        address,
        abi: riskParametersAbi,
        functionName: 'push',
        account: localAccounts.operator,
        chain: null,
        gas: 1_000_000n,
        args: [toReportArgs(report), [...signatures]],
      } as never)
    }
    // The vault needs a price of some age before it returns its value.
    await client.increaseTime({ seconds: 3_600 })
    await client.mine({ blocks: 1 })
    const passEpoch = async () => {
      await client.increaseTime({ seconds: 600 })
      await client.mine({ blocks: 1 })
    }
    // Ten steps are the budget: the first of the two takes the last one, the second one what is left.
    for (let steps = 0; steps < 9; steps++) {
      await push(await chain.createDraft())
      await passEpoch()
    }
    const first = await chain.createDraft()
    await passEpoch()
    await push(first)
    await push(await chain.createDraft())
    await client.mine({ blocks: 1 })

    const reader = createChainReader(chain.url)
    const { number } = await reader.getBlock()
    const logs = await readLogs(reader, { addresses: [address] }, 0n, number)
    const market = readMarkets(logs).get(LOCAL_MARKET_ID)
    if (market === undefined) throw new Error('no market')
    const lastTwo = market.updates.slice(-2)
    expect(lastTwo.map(({ blockNumber }) => blockNumber)).toEqual([number, number])
    expect(lastTwo[0]?.limits).not.toBe(lastTwo[1]?.limits)
    const wasm = {
      name: 'Wasm',
      evaluateBatch: async (rows: Parameters<typeof core.evaluateBatch>[0]) =>
        core.evaluateBatch(rows),
      applyBoundsBatch: async (cases: Parameters<typeof core.applyBoundsBatch>[0]) =>
        core.applyBoundsBatch(cases),
    }
    const evidence = {
      client: reader,
      riskParameters: address,
      core,
      engines: [wasm],
      market,
      headers: await readHeaders(reader, 1n, number),
      poolLogs: new Map(),
    }
    for (const update of market.updates) {
      const steps = await verifyUpdate(evidence, update)
      // The chain has not measured what the reporters say.
      const rest = steps.filter(({ name }) => !/^(observation|portfolio)$/.test(name))
      expect(rest.map(({ name }) => name)).toContain('bounds (Wasm)')
      expect(rest.flatMap(({ differences }) => differences)).toEqual([])
    }
  })
})
