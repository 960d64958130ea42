import { type Address, toHex } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { bookAbi, remoteParametersAbi } from '../../abi/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { send } from '../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { AWAY_CHAIN_ID, type ChainsWorld, startChainsWorld } from './support/chainsWorld.ts'
import { openTestRelayer, type TestRelayer } from './support/openTestRelayer.ts'
import { addPortfolio, MAX_AGE_SEC, type PortfolioWorld } from './support/portfolioWorld.ts'
import { startTestWholeKeeper, type TestKeeper } from './support/startTestWholeKeeper.ts'

const EPOCH_SEC = 600
const patience = { timeout: 240_000 }
const USD = 10n ** 6n
const TURN_SEC = 20

let world: ChainsWorld
let whole: PortfolioWorld
let account: HDAccount
let relayer: TestRelayer
let keeper: TestKeeper | undefined

beforeAll(async () => {
  world = await startChainsWorld()
  account = await world.createPayer()
  vi.stubEnv('KEY', toHex(account.getHdKey().privateKey ?? new Uint8Array()))
  whole = await addPortfolio(world, account.address)
  // Two thirds in ether, most of it away: there is ether to sell there, and dollars at home.
  await whole.give(whole.places.home, whole.places.home.deployed.book, {
    dollars: 600_000,
    weth: 100,
  })
  await whole.give(whole.places.away, whole.places.away.deployed.book, {
    dollars: 200_000,
    weth: 700,
  })
  relayer = await openTestRelayer(world, {
    receivers: { home: whole.remotePortfolio, away: whole.places.away.deployed.book },
  })
  await world.pass(EPOCH_SEC * 2)
}, patience.timeout)

afterEach(async () => {
  await keeper?.stop()
  keeper = undefined
})

afterAll(async () => {
  await relayer?.close()
  await world?.stop()
  vi.unstubAllEnvs()
})

const startKeeper = (move?: { belowUsd: number; amountUsd: number }) =>
  startTestWholeKeeper(world, {
    portfolio: whole.remotePortfolio,
    account,
    ...(move === undefined ? {} : { move }),
  })

/** The clocks of both chains go on and agree: a report of home's future waits, and what failed is tried again later. */
async function letTimePass() {
  const [ours, theirs] = [await world.home.getBlock(), await world.away.getBlock()]
  const ahead = Number(ours.timestamp - theirs.timestamp)
  const late = ahead > 0 ? world.away : world.home
  if (ahead !== 0) await late.increaseTime({ seconds: Math.abs(ahead) })
  await world.pass(TURN_SEC)
}

/** The relayer goes on beside a keeper until something is so. */
async function relayUntil(isSo: () => Promise<boolean> | boolean) {
  await vi.waitFor(
    async () => {
      await relayer.step()
      if (await isSo()) return
      await letTimePass()
      throw new Error(
        keeper?.lines
          .slice(-20)
          .map(({ msg }) => msg)
          .join('\n'),
      )
    },
    { timeout: 40_000, interval: 50 },
  )
}

/** Home knows all there is, and counts what books, adapters and routers hold. */
const expectSum = () =>
  relayUntil(async () => {
    if (!(await isKnown())) return false
    const [counted, total] = [await whole.readCounted(), await whole.readTotal()]
    return counted.quote === total.quote && counted.risky === total.risky
  })

const isKnown = async () => {
  const [, away] = await whole.readChains()
  const held = await whole.readHeld('away')
  return (
    away !== undefined &&
    !away.isTooOld &&
    !away.isOrderOpen &&
    away.quoteBalance === held.quote &&
    away.riskyBalance === held.risky
  )
}

describe('a portfolio on two real chains', patience, () => {
  test('P-202 nothing is told before the other chain has told, and then the sum of both', async () => {
    await expect(whole.readFigures()).rejects.toThrow(/FiguresTooOld/)
    keeper = await startKeeper()
    await relayUntil(() => (keeper?.countTaken('local-2', 'report') ?? 0) > 0)
    await expectSum()
    const [navUsd6] = await whole.readFigures()
    expect(Number(navUsd6) / 1e6).toBeGreaterThan(2_300_000)
  })

  test('P-205 a started keeper trades the drift of the whole on the cheaper chain; P-202 the sum holds', async () => {
    const before = await whole.readHeld('away')
    keeper = await startKeeper()
    await relayUntil(
      () =>
        keeper !== undefined &&
        keeper.countTaken('local', 'order') > 0 &&
        keeper.countTaken('local-2', 'fill') > 0,
    )
    await expectSum()
    const after = await whole.readHeld('away')
    expect(after.risky).toBeLessThan(before.risky)
    expect(after.quote).toBeGreaterThan(before.quote)
    expect(keeper.lines.some(({ msg }) => /drift is to be traded: local-2/.test(msg))).toBe(true)
  })

  test('P-202 inventory that runs out moves through the real warp route, within the limit, and counts on its way', async () => {
    const { quote } = await whole.readHeld('away')
    await whole.withdraw('away', 'dollar', quote - 20_000n * USD)
    // The limit is one of an epoch: at its beginning.
    const { timestamp } = await world.home.getBlock()
    await world.pass(EPOCH_SEC - Number(timestamp % BigInt(EPOCH_SEC)))
    keeper = await startKeeper({ belowUsd: 100_000, amountUsd: 50_000 })
    const moved = async () =>
      (
        await world.home.readContract({
          address: whole.places.home.deployed.book,
          abi: bookAbi,
          functionName: 'route',
          args: [BigInt(AWAY_CHAIN_ID)],
        })
      ).quoteMoved
    await relayUntil(async () => (await moved()) > 0n)
    expect(await moved()).toBe(50_000n * USD)
    // It lacks more, and the epoch's limit allows no second move.
    const again = world.home.simulateContract({
      account,
      address: whole.places.home.deployed.book,
      abi: bookAbi,
      functionName: 'moveInventory',
      args: [BigInt(AWAY_CHAIN_ID), 50_000n * USD, 0n],
    })
    await expect(again).rejects.toThrow(/MoveTooLarge/)
    // On its way, then come, then in the book: it counts once.
    await expectSum()
    expect(await whole.deliverTokens()).toBe(1)
    await relayUntil(() => (keeper?.countTaken('local-2', 'collect') ?? 0) > 0)
    await expectSum()
  })

  test('P-205 the other chain halted: home goes on', async () => {
    await send(world.away, localAccounts.guardian, {
      address: world.deployed.remote.contracts.remoteParameters as Address,
      abi: remoteParametersAbi,
      functionName: 'halt',
      args: [LOCAL_MARKET_ID],
    })
    await whole.give(whole.places.home, whole.places.home.deployed.book, { dollars: 0, weth: 400 })
    await world.pass(EPOCH_SEC * 4 + 1_800)
    const before = await whole.readHeld('home')
    const away = await whole.readHeld('away')
    keeper = await startKeeper()
    await relayUntil(async () => (await whole.readHeld('home')).risky < before.risky)
    expect(await whole.readHeld('away')).toEqual(away)
    expect(
      keeper.lines.some(({ msg }) => /local-2: no orders: its market is halted/.test(msg)),
    ).toBe(true)
    await expectSum()
  })

  test('P-202 figures that are too old: the market is told nothing, and nothing is ordered away', async () => {
    await world.pass(MAX_AGE_SEC + 1)
    await expect(whole.readFigures()).rejects.toThrow(/FiguresTooOld/)
    const before = await whole.readHeld('home')
    const ordersBefore = (await whole.readChains())[1]?.order.number
    keeper = await startKeeper()
    // Nobody brings a message.
    await vi.waitFor(
      async () => expect((await whole.readHeld('home')).risky).toBeLessThan(before.risky),
      { timeout: 60_000, interval: 50 },
    )
    expect((await whole.readChains())[1]?.order.number).toBe(ordersBefore)
    await expect(whole.readFigures()).rejects.toThrow(/FiguresTooOld/)
  })
})
