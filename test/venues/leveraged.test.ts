import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lendingAbi } from '../../stack/venues/lendingAbi.ts'
import {
  CAP_PIPS,
  EPOCH_SEC,
  type LeveragedWorld,
  leveragedAbi,
  people,
  startLeveraged,
} from './support/startLeveraged.ts'

const TRADE = 1
const CUT = 2
const DAY_SEC = 86_400
const FEE_PIPS = 500n
const GUARD_PIPS = 100_000n
const usd = (dollars: number) => BigInt(dollars) * 1_000_000n

/** One story on the published contracts: each test goes on where the one before ended. */
describe('a leveraged vault on Aave v3', () => {
  let leveraged: LeveragedWorld
  beforeAll(async () => {
    // Little enough is lent out for the loan to cost something.
    const options = { liquidityUsd6: usd(1_000_000) }
    leveraged = await startLeveraged(3_300, { guardPips: GUARD_PIPS }, options)
    await leveraged.join('alice', usd(60_000))
    await leveraged.join('bob', usd(40_000))
    await leveraged.world.pass(EPOCH_SEC)
  }, 120_000)
  afterAll(() => leveraged?.world.stop())

  const liquidate = async (debtUsd6: bigint) => {
    const { world, lending, adapter } = leveraged
    const { liquidator } = people
    await world.give(liquidator.address, { usd6: debtUsd6 })
    const args = [lending.weth, lending.dollar, adapter, debtUsd6, false]
    await world.call(liquidator, lending.pool, lendingAbi, 'liquidationCall', args)
  }

  /** Acts until nothing is due, and brings the price back after each: others trade the pool where it belongs. */
  const actUntilCalm = async (priceUsd6: bigint) => {
    const actions: number[] = []
    for (;;) {
      const due = await leveraged.readDue()
      if (due.action !== TRADE && due.action !== CUT) return actions
      const navUsd6 = await leveraged.readNavUsd6()
      await leveraged.act()
      await leveraged.moveTo(priceUsd6)
      const sizeUsd6 = due.tradeQuote < 0n ? -due.tradeQuote : due.tradeQuote
      const mostUsd6 = (sizeUsd6 * (FEE_PIPS + BigInt(CAP_PIPS))) / 1_000_000n
      // The price comes back within 0.01 % of three times the net value.
      const rounding = navUsd6 / 2_000n
      expect(await leveraged.readNavUsd6()).toBeGreaterThanOrEqual(navUsd6 - mostUsd6 - rounding)
      actions.push(due.action)
    }
  }

  test('default: deposits are levered up with one swap an act', async () => {
    await actUntilCalm(2_000_000_000n)
    const { collateralWad, debtUsd6, leverageE3 } = await leveraged.readLoan()
    expect(leverageE3).toBe(3_300n)
    const worthUsd6 = (Number(collateralWad) / 1e18) * 2_000e6
    expect(worthUsd6 / (worthUsd6 - Number(debtUsd6))).toBeCloseTo(3.3, 1)
    expect(await leveraged.world.balanceOf(leveraged.lending.dollar, leveraged.vault)).toBe(0n)
  })

  test("P-159 what it tells of the loan is Aave's own reckoning", async () => {
    const { healthPips } = await leveraged.readLoan()
    const healthWad = await leveraged.readHealthWad()
    // 18 and 6 decimals, and Aave's 8 of a price.
    expect(Math.abs(Number(healthPips) - Number(healthWad) / 1e12)).toBeLessThan(3)
  })

  test('behavior: interest is owed by the second, and is the holders', async () => {
    const before = await leveraged.readLoan()
    const navUsd6 = await leveraged.readNavUsd6()
    await leveraged.world.pass(30 * DAY_SEC)
    const after = await leveraged.readLoan()
    const interestUsd6 = after.debtUsd6 - before.debtUsd6
    // 4 % a year at four fifths in use, in proportion below.
    const used = Number(before.debtUsd6) / 1e12
    const expectedUsd6 = Number(before.debtUsd6) * 0.05 * used * (30 / 365)
    expect(Number(interestUsd6) / expectedUsd6).toBeCloseTo(1, 2)
    const lostUsd6 = navUsd6 - (await leveraged.readNavUsd6())
    // The mean price may round by a tick.
    expect(Number(lostUsd6 - interestUsd6)).toBeLessThan(Number(navUsd6) * 3.1e-4)
    expect(after.collateralWad).toBe(before.collateralWad)
  })

  test('behavior: a rise is bought on credit, a fall is sold and repaid', async () => {
    await leveraged.moveTo(2_080_000_000n)
    const low = await leveraged.readLoan()
    expect(await actUntilCalm(2_080_000_000n)).toContain(TRADE)
    const high = await leveraged.readLoan()
    expect(high.debtUsd6).toBeGreaterThan(low.debtUsd6)
    expect(high.collateralWad).toBeGreaterThan(low.collateralWad)
    await leveraged.moveTo(2_020_000_000n)
    expect(await actUntilCalm(2_020_000_000n)).toContain(TRADE)
    expect((await leveraged.readLoan()).debtUsd6).toBeLessThan(high.debtUsd6)
  })

  test('P-159 inside the gap the guard cuts in time, and nobody can liquidate', async () => {
    let cuts = 0
    let priceUsd6 = 2_020_000_000n
    // To half the price in steps of 9.5 %: the gap is e^-0.1.
    for (let step = 0; step < 7; step++) {
      priceUsd6 = (priceUsd6 * 905n) / 1_000n
      await leveraged.moveTo(priceUsd6)
      expect(await leveraged.readHealthWad()).toBeGreaterThan(10n ** 18n)
      await expect(liquidate(usd(1_000))).rejects.toThrow('45')
      cuts += (await actUntilCalm(priceUsd6)).filter((action) => action === CUT).length
      expect(Number((await leveraged.readLoan()).healthPips)).toBeGreaterThan(1_105_000)
    }
    expect(cuts).toBeGreaterThan(0)
  }, 60_000)

  test('behavior: beyond the gap a third party liquidates, and the vault goes on with what is left', async () => {
    const priceUsd6 = ((await leveraged.world.readPriceUsd6()) * 820n) / 1_000n
    await leveraged.world.movePrice(priceUsd6)
    expect(await leveraged.readHealthWad()).toBeLessThan(10n ** 18n)
    const before = await leveraged.readLoan()
    await liquidate(before.debtUsd6 / 2n)
    const after = await leveraged.readLoan()
    expect(after.debtUsd6).toBeLessThan(before.debtUsd6)
    expect(after.collateralWad).toBeLessThan(before.collateralWad)
    await leveraged.world.pass(EPOCH_SEC)
    expect((await leveraged.readDue()).action).toBe(CUT)
    await actUntilCalm(priceUsd6)
    const left = await leveraged.readLoan()
    expect(left.healthPips).toBeGreaterThan(1_105_000n)
    expect(await leveraged.readNavUsd6()).toBeGreaterThan(0n)
  })

  test('behavior: all holders leave, through the pool or with the debt in hand', async () => {
    const { world, vault, lending } = leveraged
    const { alice, bob } = people
    const args = [await leveraged.readShares('alice'), alice.address, alice.address]
    await world.call(alice, vault, leveragedAbi, 'redeemInKind', args)
    expect(await world.balanceOf(lending.weth, alice.address)).toBeGreaterThan(0n)

    const shares = await leveraged.readShares('bob')
    const debtUsd6 = await world.client.readContract({
      address: vault,
      abi: leveragedAbi,
      functionName: 'previewDebt',
      args: [shares],
    })
    await world.give(bob.address, { usd6: debtUsd6 + usd(10) })
    const { collateralWad } = await leveraged.readLoan()
    const bobs = [shares, bob.address, bob.address]
    await world.call(bob, vault, leveragedAbi, 'redeemBringingDebt', bobs)
    expect(await world.balanceOf(lending.weth, bob.address)).toBeGreaterThan(
      (collateralWad * 999n) / 1_000n,
    )
    // What the virtual shares own and owe.
    expect((await leveraged.readLoan()).debtUsd6).toBeLessThan(10n)
  })
})
