import { erc20Abi, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localAccounts } from '../../stack/local/accounts.ts'
import { alignPerpetual } from '../../stack/venues/alignPerpetual.ts'
import { deployPerpetual, type Perpetual } from '../../stack/venues/deployPerpetual.ts'
import { createLpHedge } from '../../strategy/portfolios/lpHedge.ts'
import { emptyLedger } from '../strategy/support/checkIdentity.ts'
import { makeRow } from '../strategy/support/makeRow.ts'
import { deployLpVault, type LpVault, settleAt } from './support/lpVault.ts'
import { startWorld, type World } from './support/startWorld.ts'

const DEPOSIT = 100_000_000_000n // $100,000
const usd6 = (dollars: number) => BigInt(Math.round(dollars * 1e6))
const alice = localAccounts.voters[0]
const carol = localAccounts.voters[1]
/** Anyone may call. */
const bob = localAccounts.deployer

let world: World
let perpetual: Perpetual
let vault: LpVault

beforeAll(async () => {
  world = await startWorld()
  perpetual = await deployPerpetual(world.client, world.venue, world.aggregator, usd6(2_000))
  vault = await deployLpVault(world, perpetual)
}, 120_000)
afterAll(() => world?.stop())

describe('HedgedLpVault on Uniswap v3 and Perpetual Protocol v2', () => {
  test('default: a deposit is provided around the price, and its delta sold', async () => {
    await vault.deposit(alice, DEPOSIT)
    const provided = await vault.act(bob)
    expect(provided.action).toBe('Recentre')
    expect((await vault.range()).amount).toBeGreaterThan(0n)
    await world.pass(700)
    const hedged = await vault.act(bob)
    expect(hedged.action).toBe('Trade')
    expect(hedged.due.tradeQuote).toBeLessThan(-usd6(30_000))
    expect((await vault.due()).driftPips).toBeLessThan(500)
  })

  test('P-157 what it tells is what it could be closed for, within fees', async () => {
    // Its own trades have moved both prices.
    await settleAt(world, perpetual, usd6(2_000))
    const told = await vault.nav()
    await vault.deposit(carol, usd6(20_000))
    const shares = await world.balanceOf(vault.address, carol.address)
    const before = await vault.nav()
    await vault.call(carol, 'redeemInKind', [shares, carol.address, carol.address])
    const paid =
      Number(await world.balanceOf(world.venue.dollar, carol.address)) +
      (Number(await world.balanceOf(world.venue.weth, carol.address)) *
        Number(await world.readPriceUsd6())) /
        1e18
    const left = await vault.nav()
    // The hedge's fee and impact, a few dollars, and the mean price's rounding.
    expect(Math.abs(paid / Number(before - left) - 1)).toBeLessThan(0.001)
    // What the depositor left behind is the spread, to who stays.
    expect(left).toBeGreaterThanOrEqual(told - 10n)
    // A deposit lies idle, and an exit takes its part of the liquidity: too little is provided then.
    await world.pass(700)
    expect((await vault.act(bob)).action).toBe('Recentre')
    expect((await vault.figures()).recentres).toBe(1)
  })

  test('behavior: swaps earn fees, which the vault tells and counts as its own', async () => {
    await settleAt(world, perpetual, usd6(2_000))
    const before = await vault.nav()
    const earned = (await vault.figures()).feesQuote
    for (const dollars of [2_060, 1_940, 2_060, 1_940, 2_000]) {
      await world.movePrice(usd6(dollars))
    }
    await world.pass(1_900)
    const feesQuote = (await vault.figures()).feesQuote - earned
    expect(feesQuote).toBeGreaterThan(usd6(20))
    const gained = Number((await vault.nav()) - before)
    expect(gained).toBeGreaterThan(0.8 * Number(feesQuote))
  })

  test('behavior: the hedge receives and pays funding', async () => {
    const { fundingQuote } = await vault.figures()
    await alignPerpetual(world.client, perpetual, { premiumPips: 10_000n, tolerancePips: 50n })
    await world.pass(86_400)
    // A day at 1 % on about $35,000 sold.
    const received = (await vault.figures()).fundingQuote - fundingQuote
    expect(received).toBeGreaterThan(usd6(150))
    expect(received).toBeLessThan(usd6(500))
  })

  test('behavior: the price leaves the range, and it is put anew and hedged', async () => {
    await settleAt(world, perpetual, usd6(2_100))
    const rehedged = await vault.act(bob)
    expect(rehedged.action).toBe('Trade')
    const { lowerTick } = await vault.range()
    await settleAt(world, perpetual, usd6(2_280))
    const moved = await vault.act(bob)
    expect(moved.action).toBe('Recentre')
    expect((await vault.range()).lowerTick).not.toBe(lowerTick)
    const told = await vault.figures()
    expect(told.recentres).toBe(2)
    expect(told.lvrQuote).toBeGreaterThan(usd6(200))
    expect(told.recentreCostQuote).toBeGreaterThan(usd6(30))
    await world.pass(700)
    const hedged = await vault.act(bob)
    expect(hedged.action).toBe('Trade')
    expect((await vault.due()).driftPips).toBeLessThan(500)
  })

  test('behavior: all leave, with their part of every leg', async () => {
    const told = await vault.nav()
    const shares = await world.balanceOf(vault.address, alice.address)
    await vault.call(alice, 'redeemInKind', [shares, alice.address, alice.address])
    const ether = await world.balanceOf(world.venue.weth, alice.address)
    const priceUsd6 = await world.readPriceUsd6()
    const dollars = await world.client.readContract({
      address: world.venue.dollar,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [alice.address],
    })
    const paid = Number(dollars) + (Number(ether) * Number(priceUsd6)) / Number(parseEther('1'))
    expect(paid / Number(told)).toBeGreaterThan(0.998)
    expect(await vault.nav()).toBeLessThan(usd6(1))
  })
})

/** Ticks of the pool are 10 apart: a range is up to 0.1 % wider on either side, of 10 %. */
const RANGE_ROUNDING = 0.025
/** Fees and impact of the vault's own trades, which the backtester is not told here, of the net value. */
const COSTS = 0.002

describe("the backtester's lp-hedge", () => {
  test('P-158 on the same path the vault provides, loses and hedges what it does', async () => {
    await settleAt(world, perpetual, usd6(2_000))
    const twin = await deployLpVault(world, perpetual)
    await twin.deposit(alice, DEPOSIT)
    expect((await twin.act(bob)).action).toBe('Recentre')
    await world.pass(1_900)
    await twin.act(bob)
    await world.pass(1_900)

    const openingNav = Number(await twin.nav())
    const lp = createLpHedge({
      navUsd6: openingNav,
      providedPips: 700_000,
      rangePips: Math.round((1.0001 ** twin.settings.rangeTicks - 1) * 1e6),
      recentre: { kind: 'out-of-range' },
      hedgedPips: 1_000_000,
      hedge: 'perp',
      feePips: 500,
    })
    const first = makeRow({ priceUsd6: Number(await world.readPriceUsd6()) })
    const state = lp.open(first)
    let before = first.priceUsd6
    const start = await twin.figures()
    for (const dollars of [2_050, 2_010, 1_950, 2_020, 2_120, 2_260]) {
      await settleAt(world, perpetual, usd6(dollars))
      const priceUsd6 = Number(await world.readPriceUsd6())
      const row = makeRow({ priceUsd6, priceBeforeUsd6: before, gasUsd6: 0 })
      before = priceUsd6
      const recentresBefore = lp.figures?.(state).recentres
      lp.accrue(state, row, emptyLedger())
      const isAnew = lp.figures?.(state).recentres !== recentresBefore

      let due = await twin.due()
      expect(due.action === 5).toBe(isAnew)
      if (isAnew) {
        await twin.act(bob)
        await world.pass(1_900)
        due = await twin.due()
      }
      const wanted = lp.targetUsd6(state, row)
      const held = lp.exposureUsd6(state, row)
      const nav = lp.navUsd6(state)
      expect(Math.abs(Number(due.targetQuote) - wanted) / nav).toBeLessThan(RANGE_ROUNDING)
      expect(Math.abs(Number(due.heldQuote) - held) / nav).toBeLessThan(RANGE_ROUNDING)
      const { curvaturePips } = await twin.portfolio()
      expect(Math.abs(curvaturePips / 1e6 / lp.curvature(state, row) - 1)).toBeLessThan(0.06)
      if (due.action === 1) {
        await twin.act(bob)
        lp.trade(state, row, wanted - held)
      }
      // Fees and funding of its own are what the vault has more; costs what it has less.
      const told = await twin.figures()
      const more =
        Number(told.feesQuote - start.feesQuote) + Number(told.fundingQuote - start.fundingQuote)
      const less = Number(
        told.hedgeCostQuote +
          told.recentreCostQuote -
          start.hedgeCostQuote -
          start.recentreCostQuote,
      )
      const chainNav = Number(await twin.nav()) - more + less
      expect(Math.abs(chainNav / lp.navUsd6(state) - 1)).toBeLessThan(COSTS)
    }
    expect(lp.figures?.(state).recentres).toBe(1)
    const lvr = Number((await twin.figures()).lvrQuote - start.lvrQuote)
    expect(lvr / (lp.figures?.(state).lvrUsd6 ?? 0)).toBeGreaterThan(0.9)
    expect(lvr / (lp.figures?.(state).lvrUsd6 ?? 0)).toBeLessThan(1.1)
  }, 120_000)
})
