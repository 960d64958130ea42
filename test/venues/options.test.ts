import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localAccounts } from '../../stack/local/accounts.ts'
import { alignPerpetual } from '../../stack/venues/alignPerpetual.ts'
import { deployOptions, type Options, openBoard } from '../../stack/venues/deployOptions.ts'
import { deployPerpetual, type Perpetual } from '../../stack/venues/deployPerpetual.ts'
import { createOptionBook } from '../../strategy/portfolios/optionBook.ts'
import { emptyLedger } from '../strategy/support/checkIdentity.ts'
import { makeRow } from '../strategy/support/makeRow.ts'
import { strategies } from '../strategy/support/strategies.ts'
import { actions, deployOptionsVault, type OptionsVault } from './support/optionsVault.ts'
import { startWorld, type World } from './support/startWorld.ts'

const DAY_SEC = 86_400
/** Lyra's year has 365 days, the model's 365.25. */
const YEARS = 365.25 / 365
const VOLATILITY = 0.6
const usd6 = (dollars: number) => BigInt(Math.round(dollars * 1e6))
const [alice, bob] = localAccounts.voters
const carol = localAccounts.guardian
const straddle = [true, false].map((isCall) => ({
  isCall,
  quantityPips: 500_000,
  strikePips: 1_000_000,
  premiumPips: 100_000,
  collateralPips: 0,
}))

let world: World
let perpetual: Perpetual
let options: Options
let vault: OptionsVault

beforeAll(async () => {
  world = await startWorld()
  perpetual = await deployPerpetual(world.client, world.venue, world.aggregator, usd6(2_000), {
    // A hedge of hundreds of thousands within the cap of 1 %.
    depthUsd6: usd6(500_000_000),
  })
  options = await deployOptions(world.client, world.venue, world.aggregator)
  vault = await deployOptionsVault(world, { options, perpetual }, straddle)
})
afterAll(() => world?.stop())

const now = async () => Number((await world.client.getBlock()).timestamp)

async function listBoard(days: number, strikes: number[]) {
  await openBoard(world.client, options, {
    expiryAt: BigInt((await now()) + days * DAY_SEC),
    volatilityWad: parseEther(String(VOLATILITY)),
    strikesUsd6: strikes.map(usd6),
  })
}

/** Both pools at a price, with the half hour that the mean prices need. */
async function settleAt(dollars: number) {
  await world.movePrice(usd6(dollars))
  await align()
  await world.pass(1_900)
  await align()
}

async function align() {
  for (let block = 0; block < 20; block++) {
    await world.pass(15)
    if (await alignPerpetual(world.client, perpetual, { tolerancePips: 50n })) return
  }
  throw new Error('the perpetual did not reach the index within 20 blocks')
}

const passTo = async (at: number) => world.pass(Math.max(1, at - (await now())))

describe('HedgedOptionsVault on Lyra v1 and Perpetual Protocol v2', () => {
  test('P-156 a bought straddle does what the backtester’s option book does, from roll to settlement', async () => {
    await listBoard(28, [1_800, 2_000, 2_200])
    await vault.requestDeposit(alice, usd6(600_000))
    await vault.requestDeposit(bob, usd6(400_000))
    expect((await vault.preview()).action).toBe(actions.roll)
    const opened = await vault.act()
    await align()
    const legs = await vault.positions()
    const startAt = await now()
    const expiryAt = legs[0]?.expiryAt as number
    const priceAt = async () => Number(await world.readPriceUsd6())

    // The book of the backtester, with the strikes, the expiry and the volatility of the venue.
    const startUsd6 = await priceAt()
    const book = createOptionBook(
      {
        navUsd6: 1_000_000e6,
        hedge: 'perp',
        spreadPips: 0,
        legs: legs.map(({ isCall, strikeWad }) => ({
          type: isCall ? 'call' : 'put',
          strikePips: (Number(strikeWad) / startUsd6) * 1e6,
          termSec: expiryAt - startAt,
          quantityPips: 500_000,
        })),
      },
      strategies,
    )
    const row = async (priceBeforeUsd6: number, atBefore: number) =>
      makeRow({
        at: await now(),
        elapsedSec: (await now()) - atBefore,
        priceUsd6: await priceAt(),
        priceBeforeUsd6,
        impliedVarianceWad: (await readVolatility()) ** 2 * YEARS * 1e18,
      })
    let before = await row(startUsd6, startAt)
    const state = book.open(before)
    for (const [i, leg] of legs.entries()) {
      const units = state.options.legs[i]?.units as number
      // The mean price is a tick's: within 0.01 %.
      expect(Number(leg.sizeRisky) / 1e18 / units).toBeCloseTo(1, 3)
    }
    let costUsd6 = Number(opened.costQuote)
    const compare = async () => {
      const due = await vault.preview()
      const target = book.targetUsd6(state, before) / 1e12
      // In parts of the net value at the start. A pip of each delta, and two ways to compute the normal distribution.
      expect(Math.abs(Number(due.targetQuote) / 1e12 - target)).toBeLessThan(1e-5)
      const figures = await vault.read<[bigint, number, number]>('portfolioFigures')
      // The net values differ by what the trades cost.
      expect(Math.abs(figures[1] / 1e6 / book.curvature(state, before) - 1)).toBeLessThan(0.01)
      // Some blocks later.
      expect(Math.abs(figures[2] - book.horizonSec(state, before))).toBeLessThan(60)
      const nav = Number(await vault.read<bigint>('totalAssets'))
      // But for the costs, which the book does not have: 5 basis points for funding and the mean price's tick.
      expect(Math.abs(nav + costUsd6 - book.navUsd6(state)) / 1e12).toBeLessThan(5e-4)
    }
    await compare()

    const navs = [Number(await vault.read<bigint>('totalAssets'))]
    for (const [day, dollars] of [
      [7, 2_000],
      [12, 2_200],
      [19, 1_900],
    ] as const) {
      await passTo(startAt + day * DAY_SEC)
      await settleAt(dollars)
      const next = await row(before.priceUsd6, before.at)
      const ledger = emptyLedger()
      book.accrue(state, next, ledger)
      before = next
      const due = await vault.preview()
      if (due.action === actions.trade) {
        const done = await vault.act()
        costUsd6 += Number(done.costQuote)
        book.trade(state, before, Number(done.due.tradeQuote))
        const then = await vault.preview()
        expect(then.driftPips).toBeLessThan(2_000)
        // Else what the hedge itself did to the perpetual's price would cost a week of funding.
        await align()
      }
      await compare()
      navs.push(Number(await vault.read<bigint>('totalAssets')))
    }
    // A week in which nothing moves costs the straddle its decay.
    const decay = (navs[0] as number) - (navs[1] as number)
    expect(decay).toBeGreaterThan(0.005e12)

    await vault.requestDeposit(carol, usd6(250_000))
    await passTo(expiryAt)
    await align()
    const next = await row(before.priceUsd6, before.at)
    const intrinsic = Math.abs(next.priceUsd6 - 2_000e6) * (Number(legs[0]?.sizeRisky) / 1e18)
    expect((await vault.preview()).action).toBe(actions.settle)
    const settled = await vault.act()
    expect(await vault.read('isFlat')).toBe(true)
    const nav = Number(await vault.read<bigint>('totalAssets'))
    costUsd6 += Number(settled.costQuote)
    book.accrue(state, next, emptyLedger())
    // Its own next book is worth what it paid: all its value is what was left at the expiry.
    expect(Math.abs(nav + costUsd6 - book.navUsd6(state)) / 1e12).toBeLessThan(5e-4)
    // The straddle paid, and the venue's payment is in the vault.
    expect(nav).toBeGreaterThan(intrinsic)
    expect(intrinsic).toBeGreaterThan(10_000e6)
  }, 120_000)

  test('P-155 who comes and who leaves at the second roll gets one price, whoever asked first', async () => {
    const sharesPerDollar: number[] = []
    for (const owner of [bob, alice]) {
      const before = await world.balanceOf(vault.address, owner.address)
      await vault.call(owner, 'claimDeposit', [1n, owner.address])
      const shares = (await world.balanceOf(vault.address, owner.address)) - before
      sharesPerDollar.push(Number(shares) / (owner === alice ? 600_000e6 : 400_000e6))
    }
    expect(sharesPerDollar[0]).toBe(sharesPerDollar[1])
    const navUsd6 = Number(await vault.read<bigint>('totalAssets'))
    const bobs = await vault.requestRedeemAll(bob)
    await settleAt(1_900)
    await listBoard(28, [1_700, 1_900, 2_100])
    const rolled = await vault.act()
    expect(rolled.action).toBe(actions.roll)
    await vault.call(bob, 'claimRedeem', [2n, bob.address])
    const paid = Number(await world.balanceOf(world.venue.dollar, bob.address))
    await vault.call(carol, 'claimDeposit', [2n, carol.address])
    const carols = Number(await world.balanceOf(vault.address, carol.address))
    const price = navUsd6 / 1_000_000e12
    expect(paid / Number(bobs) / price).toBeCloseTo(1, 6)
    expect(250_000e6 / carols / price).toBeCloseTo(1, 6)
  }, 60_000)

  test('behavior: at the second expiry everybody leaves, and nothing is left', async () => {
    for (const owner of [alice, carol]) await vault.requestRedeemAll(owner)
    await passTo(Number(await vault.read('expiryAt')))
    await align()
    await vault.act()
    await vault.call(alice, 'fillRequests')
    for (const owner of [alice, carol]) await vault.call(owner, 'claimRedeem', [3n, owner.address])
    expect(await vault.read('totalSupply')).toBeLessThan(10n)
    expect(await world.balanceOf(world.venue.dollar, vault.address)).toBeLessThan(10n)
  }, 60_000)

  test('behavior: puts that are written are backed whole, and pay their holder at the expiry', async () => {
    const writer = await deployOptionsVault(world, { options, perpetual }, [
      {
        isCall: false,
        quantityPips: -500_000,
        strikePips: 1_000_000,
        premiumPips: 20_000,
        collateralPips: 1_000_000,
      },
    ])
    await settleAt(1_900)
    await listBoard(28, [1_700, 1_900, 2_100])
    await writer.requestDeposit(alice, usd6(1_000_000))
    await writer.act()
    const [put] = await writer.positions()
    expect(put?.sizeRisky).toBeLessThan(0n)
    // Against a delta above 0 the hedge is short.
    expect((await writer.hedge()).sizeWad).toBeLessThan(0n)
    const startUsd6 = Number(await writer.read<bigint>('totalAssets'))
    expect(startUsd6 / 1e12).toBeCloseTo(1, 2)
    // The venue takes no orders in its last half day; the hedge follows all the same.
    await passTo((put?.expiryAt as number) - DAY_SEC / 4)
    await settleAt(1_700)
    expect((await writer.act()).action).toBe(actions.trade)
    await passTo(put?.expiryAt as number)
    await align()
    await writer.act()
    expect(await writer.read('isFlat')).toBe(true)
    const size = -Number(put?.sizeRisky) / 1e18
    const endUsd6 = Number(await writer.read<bigint>('totalAssets'))
    // $200 a put, less the premium and what the hedge earned on the way down.
    expect(endUsd6).toBeGreaterThan(startUsd6 - size * 200e6)
    expect(endUsd6).toBeLessThan(startUsd6 + 50_000e6)
  }, 60_000)
})

/** Of the options that the vault holds or will hold, a year: of both legs, as they have one strike. */
async function readVolatility(): Promise<number> {
  const abi = [
    {
      type: 'function',
      name: 'getIvGWAV',
      stateMutability: 'view',
      inputs: [{ type: 'uint256' }, { type: 'uint256' }],
      outputs: [{ type: 'uint256' }],
    },
    {
      type: 'function',
      name: 'getSkewGWAV',
      stateMutability: 'view',
      inputs: [{ type: 'uint256' }, { type: 'uint256' }],
      outputs: [{ type: 'uint256' }],
    },
  ] as const
  const address = options.greekCache
  const read = (functionName: 'getIvGWAV' | 'getSkewGWAV', id: bigint, period: bigint) =>
    world.client.readContract({ address, abi, functionName, args: [id, period] })
  // The first board's second strike.
  const iv = await read('getIvGWAV', 1n, 86_400n)
  const skew = await read('getSkewGWAV', 2n, 3n * 86_400n)
  return (Number(iv) / 1e18) * (Number(skew) / 1e18)
}
