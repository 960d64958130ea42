import { type Address, type Hex, parseEventLogs, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { provenReporterAbi, riskParametersEvents, tokenAbi } from '../../../abi/index.ts'
import { readHeader } from '../../../client/evidence/readHeader.ts'
import { type Policy, unpackUpdate } from '../../../core/index.ts'
import {
  computePoolSegments,
  computeSqrtPriceX96,
  decodePoolLogs,
  type Header,
  type PoolEvent,
  type PoolSegment,
  type Reading,
} from '../../../observation/index.ts'
import { median } from '../../../observation/integerMath.ts'
import {
  advance,
  computeHoldingsUsd6,
  createPoolMemory,
  evidenceKinds,
  type FeePoint,
  listTimes,
  measure,
  NoEarlierBaseFeeError,
  type PoolSums,
  type ProvenSettings,
  packKeptState,
  unpackKeptState,
} from '../../../observation/proven/index.ts'
import { computeDepthUsd6, computeNativePriceUsd6 } from '../../../observation/valuation.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { send } from '../../../stack/local/chainClient.ts'
import { openPool, POSITION_ID } from '../../../stack/local/openPool.ts'
import { replayRecording } from '../../../stack/replay/replayRecording.ts'
import { Random, testSeed } from '../../generators/random.ts'
import { type PoolChain, startPoolChain } from '../../market/support/startPoolChain.ts'
import { shippedRecording } from '../../stack/support/shippedRecording.ts'
import { createPolicy } from '../support/createPolicy.ts'
import { createSource } from '../support/createSource.ts'
import {
  addProvenMarket,
  changeHoldings,
  deployRiskParameters,
  ORACLE,
  openNativePool,
  PORTFOLIO,
  type ProvenMarket,
  sendToReporter,
  tell,
} from './support/provenChain.ts'

/** 2022-05-12 06:50 to 08:40 UTC: the shock, and some time after it. */
const FROM = 1_652_338_200n
const TO = FROM + 6_600n
const SETUP_SEC = 2_400n
const EPOCH_SEC = 600n
const NATIVE_TICK = 80_067n

/** A transaction to a reporter, with what the contracts told when it was sent. */
interface Sent {
  market: ProvenMarket
  hash: Hex
  told: Reading
  headerFee: FeePoint | undefined
}

let chain: PoolChain
let markets: ProvenMarket[]
let headers: Header[]
const sent: Sent[] = []
let poolEvents: PoolEvent[]
let readSums: (pool: Address) => (at: bigint) => PoolSums
let pools: readonly Address[]

const settings = (change: Partial<ProvenSettings>): ProvenSettings => ({
  source: createSource(),
  isLean: false,
  valuesHoldings: false,
  varianceCap: 0n,
  minFeeAgeBlocks: 25n,
  maxFeeAgeBlocks: 256n,
  ...change,
})

/** As voted in three quite different ways: the usual one, one with all that can be otherwise, one that cuts the variance. */
async function addMarkets(nativePool: Address): Promise<ProvenMarket[]> {
  const { client, venue } = chain
  const { pool } = venue
  const risk = await deployRiskParameters(client)
  const starts = { startVarianceWad: 10n ** 18n, startDepthRefUsd6: 600_000_000_000_000n }
  const told = createSource({ pool, nativePool: pool, portfolio: PORTFOLIO, ...starts })
  const holdings = createSource({
    ...told,
    nativePool,
    isNativeToken0: true,
    nativeQuoteDecimals: 18,
    isQuoteToken0: false,
    quoteDecimals: 18,
    portfolio: localAccounts.operator.address,
    gasPriceOracle: ORACLE,
    segmentOffsetSec: 11,
    startDepthRefUsd6: 300_000_000_000n,
  })
  const add = (name: string, policy: Policy, change: Partial<ProvenSettings>) =>
    addProvenMarket(client, risk, name, policy, settings(change))
  const rollup = createPolicy({ gasTargetPips: 650_000n, baseFeeDenominator: 16n })
  const noLimit = createSource({
    ...told,
    portfolio: localAccounts.operator.address,
    hasGasLimit: false,
    segmentOffsetSec: 119,
  })
  return [
    await add('usual', createPolicy(), { source: told, varianceCap: 512n }),
    await add('otherwise', rollup, {
      source: holdings,
      isLean: true,
      valuesHoldings: true,
      minFeeAgeBlocks: 5n,
      maxFeeAgeBlocks: 60n,
    }),
    await add('cut', createPolicy(), {
      source: noLimit,
      valuesHoldings: true,
      varianceCap: 1n,
      minFeeAgeBlocks: 1n,
    }),
  ]
}

/** Replays the recorded blocks, and measures and pushes in some of them. */
beforeAll(async () => {
  chain = await startPoolChain(FROM - SETUP_SEC)
  const { client, venue } = chain
  await openPool(client, venue, {
    tick: 200_311n,
    liquidity: 8n * 10n ** 18n,
    observationCardinality: 400,
  })
  const native = await openNativePool(client, venue.factory, NATIVE_TICK)
  pools = [venue.pool, native.pool]
  markets = await addMarkets(native.pool)
  await client.removeBlockTimestampInterval()

  const random = new Random(testSeed())
  const lastEpochs = new Map<Hex, bigint>()
  const told = { navUsd6: 0n, curvaturePips: 0n, horizonSec: 0n, dataFeeWei: 0n }
  const decide = async (market: ProvenMarket, at: bigint) => {
    const { marketId, reporter, settings } = market
    const epoch = (listTimes(at, settings).pool.at(-1) as bigint) / EPOCH_SEC
    const lastEpoch = lastEpochs.get(marketId)
    if (lastEpoch === undefined || random.chance(0.03)) {
      lastEpochs.set(marketId, lastEpoch ?? epoch)
      const hash = await sendToReporter(client, reporter, { functionName: 'measure', args: [0n] })
      sent.push({ market, hash, told: { ...told }, headerFee: undefined })
    } else if (epoch > lastEpoch && random.chance(0.1)) {
      lastEpochs.set(marketId, epoch)
      const isByHeader = random.chance(0.3)
      const number = (await client.getBlock()).number + 1n - settings.minFeeAgeBlocks - 10n
      const header = await client.getBlock({ blockNumber: number })
      const rlp = await readHeader(client, number)
      const hash = isByHeader
        ? await sendToReporter(client, reporter, {
            functionName: 'pushWithHeader',
            args: [0n, rlp],
          })
        : await sendToReporter(client, reporter, { functionName: 'push', args: [0n] })
      const fee = { baseFeePerGas: header.baseFeePerGas as bigint, blockNumber: number }
      sent.push({ market, hash, told: { ...told }, headerFee: isByHeader ? fee : undefined })
    }
  }
  await changeHoldings(client, venue.weth, 10n ** 20n)
  await send(client, localAccounts.deployer, {
    address: venue.dollar,
    abi: readArtifact('tools/LocalDollar').abi,
    functionName: 'mint',
    args: [localAccounts.operator.address, 123_456_789_012n],
  })
  await replayRecording({
    url: chain.url,
    pool: { ...venue, positionId: POSITION_ID },
    recording: shippedRecording,
    from: FROM,
    to: TO,
    speed: Number.POSITIVE_INFINITY,
    beforeBlock: async (at) => {
      told.navUsd6 = 10n ** 13n + BigInt(random.below(10 ** 12))
      told.curvaturePips = BigInt(random.below(400_000))
      told.horizonSec = BigInt(random.below(3)) * 86_400n
      told.dataFeeWei = 2n * BigInt(random.below(10 ** 15))
      await tell(client, PORTFOLIO, [told.navUsd6, told.curvaturePips, told.horizonSec])
      await tell(client, ORACLE, [told.dataFeeWei / 2n])
      if (random.chance(0.1)) await native.move(NATIVE_TICK + BigInt(random.below(600)))
      if (random.chance(0.1)) await changeHoldings(client, venue.weth, 10n ** 19n)
      if (random.chance(0.1)) await changeHoldings(client, venue.weth, -(10n ** 18n))
      for (const market of markets) await decide(market, at)
    },
  })
  headers = []
  const last = (await client.getBlock()).number
  const ask = (blockNumber: bigint) => client.getBlock({ blockNumber })
  for (let number = 0n; number <= last; number += 100n) {
    const numbers = Array.from({ length: 100 }, (_, index) => number + BigInt(index))
    headers.push(...(await Promise.all(numbers.filter((each) => each <= last).map(ask))))
  }
  const memories = new Map<Address, (at: bigint) => PoolSums>()
  for (const address of pools) {
    const logs = await client.getLogs({ address, fromBlock: 0n, toBlock: last })
    const events = decodePoolLogs(logs, headers, address)
    if (address === venue.pool) poolEvents = events
    memories.set(address, createPoolMemory(events))
  }
  readSums = (pool) => memories.get(pool) as (at: bigint) => PoolSums
})

afterAll(() => chain?.stop())

/** What the twin says of one transaction, with the words that the reporter kept before. */
async function compute({ market, told, headerFee }: Sent, header: Header, words: Words) {
  const { settings, policy } = market
  const { source, valuesHoldings } = settings
  const { timestamp: at, number: blockNumber, baseFeePerGas } = header
  const poolSums = readSums(source.pool)
  const balanceOf = (address: Address) =>
    chain.client.readContract({
      address,
      abi: tokenAbi,
      functionName: 'balanceOf',
      args: [source.portfolio],
      blockNumber,
    })
  const [balance0, balance1] = valuesHoldings
    ? await Promise.all([balanceOf(chain.venue.dollar), balanceOf(chain.venue.weth)])
    : [0n, 0n]
  const hasOracle = source.gasPriceOracle !== zeroAddress
  const holdings = { at, balance0, balance1, settings, poolSums }
  return {
    at,
    blockNumber,
    baseFeePerGas: baseFeePerGas as bigint,
    kept: unpackKeptState(words),
    told: {
      navUsd6: valuesHoldings ? computeHoldingsUsd6(holdings) : told.navUsd6,
      curvaturePips: valuesHoldings ? 0n : told.curvaturePips,
      horizonSec: valuesHoldings ? 0n : told.horizonSec,
      dataFeeWei: hasOracle ? told.dataFeeWei : 0n,
    },
    policy,
    settings,
    poolSums,
    nativePoolSums: readSums(source.nativePool),
    headerFee,
  }
}

type Words = readonly [bigint, bigint]

describe('measure', () => {
  test('P-173 the twin has the bits of the contract, observation and state, over recorded headers and pool', async () => {
    const keptWords = new Map<Hex, Words>()
    const counts = { none: 0, proven: 0, both: 0, reverted: 0, byHeader: 0 }
    for (const each of sent) {
      const { market, hash, headerFee } = each
      const receipt = await chain.client.getTransactionReceipt({ hash })
      const before = keptWords.get(market.marketId) ?? ([0n, 0n] as const)
      const input = await compute(each, headers[Number(receipt.blockNumber)] as Header, before)
      if (receipt.status === 'reverted') {
        expect(() => measure(input)).toThrow(NoEarlierBaseFeeError)
        counts.reverted += 1
        continue
      }
      const [measured] = parseEventLogs({ abi: provenReporterAbi, logs: receipt.logs })
      const { kind, state } = (measured as NonNullable<typeof measured>).args
      const name = evidenceKinds[kind] as keyof typeof counts
      counts[name] += 1
      if (name === 'none') {
        expect(packKeptState(advance(input))).toEqual(state)
      } else {
        const twin = measure(input)
        const [updated] = parseEventLogs({
          abi: riskParametersEvents,
          logs: receipt.logs,
          eventName: 'Updated',
        })
        const update = unpackUpdate((updated as NonNullable<typeof updated>).args.words)
        expect(twin.observation).toEqual(update.observation)
        expect(twin.endAt).toBe(update.observedAt)
        expect(packKeptState(twin.kept)).toEqual(state)
        if (headerFee !== undefined) counts.byHeader += 1
      }
      keptWords.set(market.marketId, state)
    }
    expect(counts.proven).toBeGreaterThan(15)
    expect(counts.none).toBeGreaterThan(5)
    expect(counts.byHeader).toBeGreaterThan(0)
  })

  test('P-175 depth and price are the more cautious of the index’s last segments and of three longer windows', () => {
    const { settings } = markets[0] as ProvenMarket
    const { source } = settings
    const readPool = readSums(source.pool)
    const segments = new Map(
      computePoolSegments(poolEvents, (headers.at(-1) as Header).timestamp, 0n).map((segment) => [
        segment.endAt,
        segment,
      ]),
    )
    let equalCount = 0
    let count = 0
    for (let at = FROM; at < TO; at += 120n) {
      const { observation } = measure({
        at,
        blockNumber: 100n,
        baseFeePerGas: 10n ** 9n,
        kept: undefined,
        told: { navUsd6: 1n, curvaturePips: 0n, horizonSec: 0n, dataFeeWei: 0n },
        policy: createPolicy(),
        settings,
        poolSums: readPool,
        nativePoolSums: readPool,
        headerFee: { baseFeePerGas: 10n ** 9n, blockNumber: 60n },
      })
      const last = [at - 240n, at - 120n, at].map((endAt) => segments.get(endAt) as PoolSegment)
      const roots = last.map(({ meanTick }) => computeSqrtPriceX96(meanTick))
      const depths = last.map(({ harmonicMeanLiquidity }, index) =>
        computeDepthUsd6(harmonicMeanLiquidity, roots[index] as bigint, source),
      )
      const prices = roots.map((root) => computeNativePriceUsd6(root, source))
      expect(observation.depthUsd6).toBeLessThanOrEqual(median(depths))
      expect(observation.nativePriceUsd6).toBeGreaterThanOrEqual(median(prices))
      count += 2
      if (observation.depthUsd6 === median(depths)) equalCount += 1
      if (observation.nativePriceUsd6 === median(prices)) equalCount += 1
    }
    // Each of the two sorts of windows is the more cautious one in a good part of a day like this.
    expect(equalCount / count).toBeGreaterThan(0.25)
    expect(equalCount / count).toBeLessThan(0.9)
  })
})
