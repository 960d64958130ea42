import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeFunctionData, type Hash, isAddressEqual, parseEther, parseEventLogs } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { positionVaultAbi, pricedVaultAbi, priceFeedAbi } from '../../abi/index.ts'
import { createConditions } from '../../bot/health/conditions.ts'
import { createMetrics } from '../../bot/health/metrics.ts'
import { openSqliteJournal } from '../../bot/journal/openSqliteJournal.ts'
import { takesPrices } from '../../bot/keeper/readPricedVault.ts'
import { recognizeVault } from '../../bot/keeper/readVault.ts'
import { createLog } from '../../bot/log.ts'
import { openPrices, type PriceDesk } from '../../bot/prices/openPrices.ts'
import { LOCAL_MNEMONIC, localAccounts } from '../../stack/local/accounts.ts'
import { deployPriceFeed, type LocalPriceFeed } from '../../stack/prices/deployPriceFeed.ts'
import { type PriceSource, startPriceSource } from '../../stack/prices/startPriceSource.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from '../../stack/prices/testSigners.ts'
import { watchPool } from '../../stack/prices/watchPool.ts'
import { alignPerpetual } from '../../stack/venues/alignPerpetual.ts'
import { deployOptions, openBoard } from '../../stack/venues/deployOptions.ts'
import { deployPerpetual, type Perpetual } from '../../stack/venues/deployPerpetual.ts'
import { KEEPER_INDEX } from '../bot/keeper/support/keeperIndex.ts'
import { openKeeper } from '../bot/keeper/support/openKeeper.ts'
import { deployOptionsVault, type OptionsVault } from './support/optionsVault.ts'
import { startWorld, type World } from './support/startWorld.ts'

const DAY_SEC = 86_400
const EPOCH_SEC = 600
const usd6 = (dollars: number) => BigInt(dollars) * 1_000_000n
const straddle = [true, false].map((isCall) => ({
  isCall,
  quantityPips: 500_000,
  strikePips: 1_000_000,
  premiumPips: 100_000,
  collateralPips: 0,
}))

describe('a keeper of a HedgedOptionsVault that listens to signed prices', {
  timeout: 240_000,
}, () => {
  let folder: string
  let world: World
  let perpetual: Perpetual
  let prices: LocalPriceFeed
  let vault: OptionsVault
  let source: PriceSource
  let desk: PriceDesk
  let keeper: ReturnType<typeof openKeeper>
  let close: () => Promise<void>
  /** Of the chain's latest block. */
  let nowAt = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gimbal-keeper-'))
    world = await startWorld()
    const { client, venue, aggregator } = world
    perpetual = await deployPerpetual(client, venue, aggregator, usd6(2_000), {
      depthUsd6: usd6(500_000_000),
    })
    const options = await deployOptions(client, venue, aggregator)
    prices = await deployPriceFeed(client, { maxAgeSec: 120, windowSec: 600, isRequired: false })
    vault = await deployOptionsVault(world, { options, perpetual }, straddle, prices.feed)
    const startAt = Number((await client.getBlock()).timestamp)
    await openBoard(client, options, {
      expiryAt: BigInt(startAt + 28 * DAY_SEC),
      volatilityWad: parseEther('0.6'),
      strikesUsd6: [1_800, 2_000, 2_200].map(usd6),
    })
    await vault.requestDeposit(localAccounts.voters[0], usd6(1_000_000))
    await vault.act()
    await align()

    source = await startPriceSource({ ...watchPool(client, venue.pool), perSecond: 10 })
    const sources = [{ url: source.url }]
    desk = openPrices({
      settings: {
        sources,
        feedId: testFeedId,
        signers: [...testSignerAddresses],
        f: TEST_FAULTS,
        maxAge: 60n,
        maxAhead: 60n,
        silentAfter: 15n,
      },
      loaded: { urls: [source.url], credentials: undefined },
      log: createLog({ level: 'debug', destination: { write: () => {} } }),
      metrics: createMetrics({ prices: [source.url] }).prices,
      conditions: createConditions({
        alarmAfterMs: 0,
        now: () => performance.now(),
        onAlarm: () => {},
      }),
      clock: () => nowAt,
    })
    const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: KEEPER_INDEX })
    await client.setBalance({ address: account.address, value: parseEther('10') })
    const found = await recognizeVault(client, vault.address)
    if ('problem' in found) throw new Error(found.problem)
    const { kind } = found
    const kept = { name: 'straddle', address: vault.address, kind, limitWei: undefined }
    const journal = openSqliteJournal(join(folder, 'journal.sqlite'))
    close = () => journal.close()
    keeper = openKeeper({
      url: world.url,
      account,
      vaults: [{ ...kept, takesPrices: await takesPrices(client, vault.address) }],
      journal,
      clock: () => nowAt,
      prices: desk,
    })
  }, 240_000)

  afterAll(async () => {
    await desk?.close()
    await source?.close()
    await close?.()
    await world?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function align() {
    await vi.waitUntil(
      async () => {
        await world.pass(15)
        return alignPerpetual(world.client, perpetual, { tolerancePips: 50n })
      },
      { interval: 1, timeout: 60_000 },
    )
  }

  const readTime = async () => Number((await world.client.getBlock()).timestamp)

  /** Pool and perpetual move at once after an epoch without a trade; the mean price of half an hour has not. */
  async function jump(dollars: number) {
    await world.pass(EPOCH_SEC + 100)
    await world.movePrice(usd6(dollars))
    await align()
  }

  /** The keeper's turns until an action of the vault is settled. */
  async function keep() {
    const before = keeper.lines.length
    await vi.waitUntil(
      async () => {
        nowAt = await readTime()
        const step = await keeper.step()
        if (step === 'sent') await world.client.mine({ blocks: 1 })
        return step === 'settled'
      },
      { interval: 20, timeout: 60_000 },
    )
    const sent = keeper.lines.slice(before).find(({ event }) => event === 'sent')
    const { hash } = sent as unknown as { hash: Hash }
    const [{ input }, receipt] = await Promise.all([
      world.client.getTransaction({ hash }),
      world.client.getTransactionReceipt({ hash }),
    ])
    const abi = [...pricedVaultAbi, ...positionVaultAbi] as const
    return { call: decodeFunctionData({ abi, data: input }).functionName, receipt }
  }

  const readKept = () =>
    world.client.readContract({ address: prices.feed, abi: priceFeedAbi, functionName: 'latest' })

  test('P-215 a fresh report is told to the feed and acted on in one transaction', async () => {
    await jump(2_030)
    nowAt = await readTime()
    desk.review()
    await vi.waitUntil(() => desk.freshest(BigInt(nowAt))?.observedAt === nowAt)
    const { call, receipt } = await keep()
    expect(call).toBe('actWithPrice')
    const [updated] = parseEventLogs({ abi: priceFeedAbi, logs: receipt.logs })
    expect(updated && isAddressEqual(updated.address, prices.feed)).toBe(true)
    const signedUsd = Number(updated?.args.priceWad) / 1e18
    expect(Math.abs(signedUsd / 2_030 - 1)).toBeLessThan(0.001)
    expect((await readKept())[1]).toBe(updated?.args.observedAt)
    const [acted] = parseEventLogs({ abi: positionVaultAbi, logs: receipt.logs })
    expect(acted?.eventName).toBe('Acted')
  })

  test('P-216 the source lies: the vault acts on its mean price, and the feed keeps what it had', async () => {
    const kept = await readKept()
    source.setFault('stranger')
    // The mean price has followed to where the pool was.
    await world.pass(1_900)
    await jump(2_060)
    expect((await keep()).call).toBe('act')
    expect((await readKept()).slice(0, 2)).toEqual(kept.slice(0, 2))
  })
})
