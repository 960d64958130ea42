import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseGwei, zeroAddress } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { priceFeedAbi, riskParametersAbi } from '../../../abi/index.ts'
import type { Journal } from '../../../bot/journal/journal.ts'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import { type CarriedPrice, createCarrier } from '../../../bot/prices/createCarrier.ts'
import type { CarryOutcome } from '../../../bot/prices/priceMetrics.ts'
import { createEndpoints } from '../../../bot/sources/createEndpoints.ts'
import { createSubmitter } from '../../../bot/submit/createSubmitter.ts'
import type { PricedReport } from '../../../prices/codec.ts'
import { createDataStreamsCodec } from '../../../prices/dataStreams/createDataStreamsCodec.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { deployPriceFeed, type LocalPriceFeed } from '../../../stack/prices/deployPriceFeed.ts'
import { makeSignedReport } from '../../../stack/prices/makeMessage.ts'
import type { PriceFault } from '../../../stack/prices/priceFault.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from '../../../stack/prices/testSigners.ts'
import {
  createContext,
  type PushChain,
  sender,
  startPushChain,
} from '../submit/support/pushChain.ts'

const patience = 600_000
const PRICE_WAD = 2_000n * 10n ** 18n
const codec = createDataStreamsCodec({
  feedId: testFeedId,
  signers: testSignerAddresses,
  faults: TEST_FAULTS,
})

let chain: PushChain
let prices: LocalPriceFeed
let folder: string
let journal: Journal
let start: `0x${string}`

beforeAll(async () => {
  chain = await startPushChain()
  folder = await mkdtemp(join(tmpdir(), 'gimbal-carry-'))
  await chain.client.setAutomine(true)
  prices = await deployPriceFeed(chain.client, {
    maxAgeSec: 120,
    windowSec: 600,
    isRequired: false,
  })
  await chain.client.setAutomine(false)
}, patience)

afterAll(async () => {
  await chain?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

beforeEach(async ({ task }) => {
  start = await chain.client.snapshot()
  await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await chain.client.mine({ blocks: 1 })
  journal = openSqliteJournal(join(folder, `${task.id}.sqlite`))
})

afterEach(async () => {
  await journal.close()
  await chain.client.request({ method: 'anvil_dropAllTransactions' } as never)
  await chain.client.revert({ id: start })
})

/** A report as a stream has checked it, or one that a stream would have refused. */
async function makeReport(observedAt: bigint, fault?: PriceFault): Promise<PricedReport> {
  const price = { observedAt: Number(observedAt), sequence: 1, priceWad: PRICE_WAD }
  const signedReport = await makeSignedReport(price, fault)
  return { ...codec.decode(signedReport), signedReport }
}

/** What a carrier finds for a feed, given what the stream has. */
async function find(
  report: PricedReport | undefined,
  {
    feed = prices.feed,
    feedId = testFeedId,
  }: { feed?: `0x${string}`; feedId?: `0x${string}` } = {},
) {
  const outcomes: { outcome: CarryOutcome; problem: string | undefined }[] = []
  const chainReader = createEndpoints({ urls: [chain.url], chainId: 31_337, maxLagBlocks: 3n })
  const asked: bigint[] = []
  const carrier = createCarrier({
    carrier: prices.carrier,
    payer: sender.account,
    feedId,
    desk: {
      review() {},
      freshest(blockAt) {
        asked.push(blockAt)
        return report
      },
      close: async () => {},
    },
    chain: chainReader,
    onOutcome: (outcome, problem) => outcomes.push({ outcome, problem }),
  })
  const { block } = await chainReader.readHead()
  const price = await carrier.find(feed, block)
  return { price, outcomes, asked, head: block }
}

const readKept = () =>
  chain.client.readContract({ address: prices.feed, abi: priceFeedAbi, functionName: 'latest' })

function create() {
  const { riskParameters } = chain.scope
  return createSubmitter(createContext({ url: chain.url, riskParameters, journal }))
}

/** Sends a push with or without a price, and mines it. */
async function push(price: CarriedPrice | undefined) {
  const submitter = create()
  const draft = { ...(await chain.createDraft()), price }
  const sent = await submitter.advance(draft)
  await chain.client.mine({ blocks: 2 })
  return { draft, sent, settled: await submitter.advance() }
}

describe('P-217 a push carries the freshest report', { timeout: patience }, () => {
  test('default: the feed has the price and the market the evidence, in one transaction', async () => {
    const head = await chain.client.getBlock()
    const report = await makeReport(head.timestamp)
    const { price, outcomes, asked } = await find(report)
    expect(asked).toEqual([head.timestamp])
    expect(outcomes).toEqual([{ outcome: 'carried', problem: undefined }])
    expect(price).toMatchObject({ feed: prices.feed, observedAt: report.observedAt, feeWei: 0n })
    const { draft, sent, settled } = await push(price)
    expect(sent).toMatchObject({ type: 'sent', way: 'first' })
    expect(settled).toMatchObject({ type: 'settled', settlement: { outcome: 'taken' } })
    expect(await readKept()).toEqual([PRICE_WAD, report.observedAt, true])
    const state = await chain.client.readContract({
      address: chain.scope.riskParameters,
      abi: riskParametersAbi,
      functionName: 'marketState',
      args: [LOCAL_MARKET_ID],
    })
    expect(BigInt(state.observedAt)).toBe(draft.report.observedAt)
  })

  test('default: a silent stream keeps no push back', async () => {
    const { price, outcomes } = await find(undefined)
    expect(price).toBeUndefined()
    expect(outcomes).toEqual([{ outcome: 'silent', problem: undefined }])
    expect((await push(price)).settled).toMatchObject({ settlement: { outcome: 'taken' } })
  })

  test('default: a market that names no feed is told none, and nothing is counted', async () => {
    const head = await chain.client.getBlock()
    const { price, outcomes } = await find(await makeReport(head.timestamp), { feed: zeroAddress })
    expect([price, outcomes]).toEqual([undefined, []])
  })

  test('default: what the feed has already is not carried again', async () => {
    const head = await chain.client.getBlock()
    const report = await makeReport(head.timestamp)
    await push((await find(report)).price)
    expect((await find(report)).outcomes).toEqual([{ outcome: 'kept', problem: undefined }])
  })

  test.each([
    ['a report of the future', 600n, undefined],
    ['a report that the verifier refuses', 0n, 'stranger'],
  ] as const)('error: %s stays behind, and says so', async (_, aheadSec, fault) => {
    const head = await chain.client.getBlock()
    const { price, outcomes } = await find(await makeReport(head.timestamp + aheadSec, fault))
    expect(price).toBeUndefined()
    expect(outcomes[0]?.outcome).toBe('refused')
    expect(outcomes[0]?.problem).toContain(`the feed ${prices.feed} does not take the price: `)
  })

  test('error: a feed of another price', async () => {
    const head = await chain.client.getBlock()
    const feedId = `0x0003${'11'.repeat(30)}` as const
    const { price, outcomes } = await find(await makeReport(head.timestamp), { feedId })
    expect(price).toBeUndefined()
    expect(outcomes[0]?.problem).toMatch(/correct prices.feedId/)
  })

  test('error: a price that has become false on the way is refused before anything is sent', async () => {
    const head = await chain.client.getBlock()
    const { price } = await find(await makeReport(head.timestamp))
    const wrong = await makeReport(head.timestamp, 'tampered')
    const forged = price && { ...price, signedReport: wrong.signedReport }
    const draft = { ...(await chain.createDraft()), price: forged }
    expect(await create().advance(draft)).toMatchObject({ type: 'held', reason: 'refused' })
  })
})
