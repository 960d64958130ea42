import { type Address, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localAccounts } from '../../stack/local/accounts.ts'
import { send } from '../../stack/local/chainClient.ts'
import {
  alignPerpetual,
  movePerpPrice,
  readPerpPriceWad,
} from '../../stack/venues/alignPerpetual.ts'
import { deployPerpetual, type Perpetual } from '../../stack/venues/deployPerpetual.ts'
import { perpetualAbi } from '../../stack/venues/perpetualAbi.ts'
import { depositMargin, perpetualAccounts } from '../../stack/venues/perpetualAccounts.ts'
import { bindAdapter, computeCurveUsd6, type PerpAdapter } from './support/perpAdapter.ts'
import { startWorld, type World } from './support/startWorld.ts'

const FEE = 0.001
const DAY_SEC = 86_400
/** Funding between two calls is at most 0.1 cents a second: 10 cents, however slow the machine is. */
const CRUMB_USD6 = 100_000
const ether = parseEther
const usd6 = (dollars: number) => BigInt(Math.round(dollars * 1e6))
const [vault, ...others] = localAccounts.voters
const stranger = others[0] as (typeof others)[number]
const { deployer } = localAccounts

let world: World
let perpetual: Perpetual
let adapter: PerpAdapter

beforeAll(async () => {
  world = await startWorld()
  perpetual = await deployPerpetual(world.client, world.venue, world.aggregator, usd6(2_000))
  adapter = await bindAdapter(world, perpetual, vault)
})
afterAll(() => world?.stop())

const onVenue = (account: typeof deployer, address: Address, name: string, args: unknown[] = []) =>
  send(world.client, account, {
    address,
    abi: perpetualAbi,
    functionName: name,
    args,
  })

/** What the position is worth at the pool's price, 1e6 = $1. */
async function readWorth(of = adapter) {
  const { sizeWad, cashUsd6 } = await of.position()
  const priceWad = await readPerpPriceWad(world.client, perpetual)
  return Number(cashUsd6) + (Number(sizeWad) * Number(priceWad)) / 1e30
}

/** Both pools at a price, with the half hour that the mean prices need. */
async function settleAt(dollars: number, premiumPips = 0n) {
  await world.movePrice(usd6(dollars))
  await alignUntilThere(premiumPips)
  await world.pass(1_900)
}

async function alignUntilThere(premiumPips = 0n) {
  for (let block = 0; block < 20; block++) {
    await world.pass(15)
    if (await alignPerpetual(world.client, perpetual, { premiumPips, tolerancePips: 50n })) return
  }
  throw new Error('the perpetual did not reach the index within 20 blocks')
}

describe('the local perpetual', () => {
  test('default: an arbitrageur brings the pool to the index, and leaves it there', async () => {
    await world.movePrice(usd6(2_100))
    await world.pass(15)
    expect(await alignPerpetual(world.client, perpetual)).toBe(true)
    const priceWad = await readPerpPriceWad(world.client, perpetual)
    expect(Number(priceWad) / 1e18 / 2_100).toBeCloseTo(1, 3)
    expect(await alignPerpetual(world.client, perpetual)).toBe(true)
    expect(await readPerpPriceWad(world.client, perpetual)).toBe(priceWad)
    // Somebody moves it away, by more than a trade costs.
    expect(await movePerpPrice(world.client, perpetual, (priceWad * 995n) / 1_000n)).toBe(true)
    expect(await alignPerpetual(world.client, perpetual)).toBe(true)
    expect(await readPerpPriceWad(world.client, perpetual)).toBeGreaterThan(
      (priceWad * 999n) / 1_000n,
    )
  })

  test('behavior: the venue lets a price move by 10 % within 15 seconds', async () => {
    await world.movePrice(usd6(1_600))
    await world.pass(15)
    expect(await alignPerpetual(world.client, perpetual)).toBe(false)
    expect(await alignPerpetual(world.client, perpetual)).toBe(false)
    await alignUntilThere()
    expect(Number(await readPerpPriceWad(world.client, perpetual)) / 1e18 / 1_600).toBeCloseTo(1, 3)
  })
})

describe('PerpV2Venue', () => {
  test('P-151 nobody but the vault changes the position or takes money', async () => {
    await expect(adapter.call(stranger, 'bind')).rejects.toThrow(/AlreadyBound/)
    await adapter.addMargin(usd6(10_000))
    for (const [name, ...args] of [
      ['addMargin', 1n],
      ['removeMargin', 1n],
      ['trade', -ether('1'), 0n],
    ] as const) {
      await expect(adapter.call(stranger, name, args)).rejects.toThrow(/NotTheVault/)
    }
    // By the venue's own doors: its market is open, its margin suffices, nobody is allowed to act for it.
    const atVenue = [adapter.address, perpetual.baseToken]
    await expect(onVenue(stranger, perpetual.clearingHouse, 'liquidate', atVenue)).rejects.toThrow(
      /CH_EAV/,
    )
    await expect(onVenue(stranger, perpetual.clearingHouse, 'quitMarket', atVenue)).rejects.toThrow(
      /CH_MNC/,
    )
    expect(await adapter.position()).toEqual({ sizeWad: 0n, cashUsd6: usd6(10_000) })
    expect(await adapter.removeMargin(usd6(10_000))).toBe(usd6(10_000))
  })

  test('default: a short is opened, grows and shrinks, and its cash is what the trades paid', async () => {
    await settleAt(2_000)
    expect(await adapter.readPips('feePips')).toBe(1_000)
    expect(await adapter.readPips('maintenancePips')).toBe(62_500)
    await adapter.addMargin(usd6(20_000))
    for (const size of [-10, -5, 3]) {
      const sizeWad = ether(String(size))
      const before = await adapter.position()
      const curve = await computeCurveUsd6(world, perpetual, sizeWad)
      const { filledWad, cashChangeUsd6 } = await adapter.trade(sizeWad)
      const after = await adapter.position()
      expect(filledWad).toBe(sizeWad)
      expect(after.sizeWad - before.sizeWad).toBe(sizeWad)
      // The fee is a share of what is taken or paid with it. Funding of a few seconds is cents.
      const expected = size < 0 ? curve * (1 - FEE) : curve / (1 - FEE)
      expect(Math.abs(Number(cashChangeUsd6) - expected)).toBeLessThan(50)
      expect(Math.abs(Number(after.cashUsd6 - before.cashUsd6) - expected)).toBeLessThan(CRUMB_USD6)
    }
  })

  test('behavior: a trade ends at its price limit, and does not begin beyond it', async () => {
    const limitUsd6 = ((await adapter.readUsd6('tradePriceWad')) * 998n) / 1_000n
    const { filledWad } = await adapter.trade(-ether('50'), limitUsd6)
    expect(filledWad).toBeLessThan(0n)
    expect(filledWad).toBeGreaterThan(-ether('50'))
    const priceUsd6 = await adapter.readUsd6('tradePriceWad')
    expect(priceUsd6).toBeGreaterThanOrEqual(limitUsd6)
    expect(priceUsd6 - limitUsd6).toBeLessThan(3n)
    await expect(adapter.trade(-ether('1'), limitUsd6 + 3n)).rejects.toThrow(/WorseThanLimit/)
    await expect(adapter.trade(ether('1'), limitUsd6 - 3n)).rejects.toThrow(/WorseThanLimit/)
    const back = await adapter.trade(-filledWad)
    expect(back.filledWad).toBe(-filledWad)
  })

  test('behavior: a short is paid for a premium, day by day', async () => {
    await settleAt(2_000, 10_000n)
    const before = await adapter.position()
    for (let day = 1; day <= 3; day++) {
      await world.pass(DAY_SEC)
      const { sizeWad, cashUsd6 } = await adapter.position()
      const perDay = 0.01 * 2_000 * (-Number(sizeWad) / 1e18)
      const paid = Number(cashUsd6 - before.cashUsd6) / 1e6
      expect(paid / (perDay * day)).toBeCloseTo(1, 2)
    }
  })

  test('behavior: margin that stands behind the position stays, and the rest can be taken', async () => {
    const freeUsd6 = await adapter.readUsd6('freeMarginQuote')
    expect(freeUsd6).toBeGreaterThan(0n)
    // A second later there is more funding: far more than that is refused.
    await expect(adapter.removeMargin(freeUsd6 + usd6(100))).rejects.toThrow(/V_NEFC/)
    expect(await adapter.removeMargin(freeUsd6)).toBe(freeUsd6)
  })

  test.each([
    ['a short', -8, 0n],
    ['a long', 8, 0n],
    ['a short after two days above the index', -8, 5_000n],
    ['a long after two days above the index', 8, 5_000n],
  ])(
    'P-150 closing %s pays what the adapter tells, but for fee and impact',
    async (_, size, premiumPips) => {
      await settleAt(2_000)
      const own = await bindAdapter(world, perpetual, vault)
      await own.addMargin(usd6(9_000))
      await own.trade(ether(String(size)))
      await settleAt(2_050, premiumPips)
      if (premiumPips !== 0n) await world.pass(2 * DAY_SEC)

      const { sizeWad } = await own.position()
      const curve = await computeCurveUsd6(world, perpetual, -sizeWad)
      const worth = await readWorth(own)
      const priceWad = await readPerpPriceWad(world.client, perpetual)
      await own.trade(-sizeWad)
      const { sizeWad: left, cashUsd6 } = await own.position()
      expect(left).toBe(0n)
      const paid = await own.removeMargin(await own.readUsd6('freeMarginQuote'))

      const impact = (-Number(sizeWad) * Number(priceWad)) / 1e30 + curve
      const fee = Math.abs(curve) * FEE
      expect(Math.abs(Number(paid) - (worth + impact - fee))).toBeLessThan(CRUMB_USD6)
      expect(impact).toBeLessThan(0)
      expect(Number(paid)).toBeLessThan(worth)
      expect(cashUsd6 - paid).toBeLessThanOrEqual(1n)
    },
  )

  test('behavior: a third party liquidates, and the adapter tells what is left; topped up, it ends', async () => {
    await settleAt(2_000)
    const own = await bindAdapter(world, perpetual, vault)
    await own.addMargin(usd6(2_200))
    await own.trade(-ether('10'))
    await settleAt(2_120)
    await depositMargin(world.client, perpetual, stranger, usd6(100_000))
    const before = await own.position()
    const markWad = await own.readUsd6('markPriceWad')
    await onVenue(stranger, perpetual.clearingHouse, 'liquidate', [
      own.address,
      perpetual.baseToken,
    ])
    const after = await own.position()
    expect(after.sizeWad).toBeGreaterThan(before.sizeWad)
    const closedWad = after.sizeWad - before.sizeWad
    // Bought back at the mark price, with a penalty of 2.5 %.
    const costUsd6 = (Number(closedWad) * Number(markWad) * 1.025) / 1e18
    expect(Math.abs(Number(before.cashUsd6 - after.cashUsd6) / costUsd6 - 1)).toBeLessThan(1e-3)

    await own.addMargin(usd6(3_000))
    expect((await own.position()).cashUsd6 - after.cashUsd6).toBeGreaterThan(usd6(2_999))
    const worth = await readWorth(own)
    await own.trade(-after.sizeWad)
    const paid = await own.removeMargin(await own.readUsd6('freeMarginQuote'))
    expect(Number(paid) / worth).toBeGreaterThan(0.98)
    expect(Number(paid)).toBeLessThan(worth)
  })

  test('error: a venue that is paused, has no liquidity or no market says so', async () => {
    const { clearingHouse, marginVault, baseToken } = perpetual
    await settleAt(2_000)
    await onVenue(deployer, clearingHouse, 'pause')
    await expect(adapter.trade(ether('1'))).rejects.toThrow(/VenuePaused/)
    await expect(adapter.readUsd6('tradePriceWad')).rejects.toThrow(/VenuePaused/)
    await onVenue(deployer, clearingHouse, 'unpause')

    await onVenue(deployer, marginVault, 'pause')
    expect(await adapter.readUsd6('freeMarginQuote')).toBe(0n)
    await expect(adapter.removeMargin(1n)).rejects.toThrow(/VenuePaused/)
    await expect(adapter.addMargin(1n)).rejects.toThrow(/VenuePaused/)
    await onVenue(deployer, marginVault, 'unpause')

    // The maker takes his liquidity away; what was left of the price curve is nothing.
    const snapshot = await world.client.snapshot()
    const fullRange = [-887_200, 887_200]
    const liquidity = await world.client.readContract({
      address: perpetual.pool,
      abi: perpetualAbi,
      functionName: 'liquidity',
    })
    const removal = [
      {
        baseToken,
        lowerTick: fullRange[0],
        upperTick: fullRange[1],
        liquidity,
        minBase: 0n,
        minQuote: 0n,
        deadline: 2n ** 64n,
      },
    ]
    await onVenue(perpetualAccounts.maker, clearingHouse, 'removeLiquidity', removal)
    await expect(adapter.trade(ether('1'))).rejects.toThrow(/CH_F0S/)
    await world.client.revert({ id: snapshot })
  })

  test('behavior: a market that closes pays what it owes', async () => {
    const { clearingHouse, baseToken } = perpetual
    const priceUsd6 = usd6(2_000)
    const before = await adapter.position()
    await onVenue(deployer, baseToken, 'pause')
    await expect(adapter.readUsd6('markPriceWad')).rejects.toThrow(/MarketNotOpen/)
    await expect(adapter.trade(ether('1'))).rejects.toThrow(/MarketNotOpen/)
    expect((await adapter.position()).sizeWad).toBe(before.sizeWad)
    await onVenue(deployer, baseToken, 'close', [priceUsd6 * 10n ** 12n])
    await onVenue(stranger, clearingHouse, 'quitMarket', [adapter.address, baseToken])
    const { sizeWad, cashUsd6 } = await adapter.position()
    expect(sizeWad).toBe(0n)
    const worth = before.cashUsd6 + (before.sizeWad * priceUsd6) / ether('1')
    expect(Number(cashUsd6) / Number(worth)).toBeCloseTo(1, 4)
    expect(await adapter.removeMargin(cashUsd6)).toBe(cashUsd6)
  })
})
