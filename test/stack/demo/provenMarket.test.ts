import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../../abi/index.ts'
import { createMarketDocuments } from '../../../stack/demo/createMarketDocument.ts'
import { fundVaults } from '../../../stack/demo/fundVaults.ts'
import { type GovernedMarket, governMarkets } from '../../../stack/demo/governMarkets.ts'
import { type PreparedProver, prepareProver } from '../../../stack/demo/prepareProver.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { send } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID, PROVEN_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { type DemoStack, NAV_USD6, passSilence, startDemoStack } from './support/startDemoStack.ts'

const patience = 600_000
const ACTIVE = 1

describe('the proven market beside the signed one', { timeout: patience }, () => {
  let demo: DemoStack
  let prepared: PreparedProver
  let governed: GovernedMarket[]

  beforeAll(async () => {
    demo = await startDemoStack({ market: 'none', index: false })
    prepared = await prepareProver(demo.stack)
    const { reporter: provenReporter } = prepared
    governed = await governMarkets(Object.assign({}, demo.stack, { provenReporter }))
  }, patience)

  afterAll(() => demo?.stop())

  const readStatus = async (marketId: `0x${string}`) => {
    const [, status] = await demo.client.readContract({
      address: demo.stack.addresses.governance.riskParameters,
      abi: riskParametersAbi,
      functionName: 'parameters',
      args: [marketId],
    })
    return status
  }

  test('P-185 default: a vote adds both, and a push that nobody signs counts for one of them', async () => {
    expect(governed.map(({ title }) => title)).toEqual([
      ...['Add the market weth-usd', 'Add the market weth-usd-proven'],
    ])
    const { client } = demo
    const { account, reporter } = prepared
    const call = { address: reporter, abi: readArtifact('evidence/ProvenReporter').abi }
    await passSilence(client)
    await fundVaults(demo.stack, [demo.stack.addresses.vault], NAV_USD6)
    await send(client, account, { ...call, functionName: 'measure', args: [0n] })
    await client.mine({ blocks: 30, interval: 12 })
    await send(client, account, { ...call, functionName: 'pushUnhinted', args: [] })
    expect(await readStatus(PROVEN_MARKET_ID)).toBe(ACTIVE)
    expect(await readStatus(LOCAL_MARKET_ID)).not.toBe(ACTIVE)
  })

  test('P-185 behavior: both have the same policy, bounds and source, and only the reporters differ', () => {
    const { reporter: provenReporter } = prepared
    const documents = createMarketDocuments(Object.assign({}, demo.stack, { provenReporter }))
    const [signed, proven] = documents.map(({ changes }) => changes[0])
    expect(proven).toEqual({
      ...signed,
      market: PROVEN_MARKET_ID,
      rationale: expect.stringContaining('nobody signs'),
      reporters: [provenReporter],
      threshold: 1n,
    })
  })
})
