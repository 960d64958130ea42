import { parseEventLogs } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLeveraged } from '../../strategy/portfolios/leveraged.ts'
import type { LeveragedState } from '../../strategy/portfolios/leveragedState.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { emptyLedger } from '../strategy/support/checkIdentity.ts'
import { makeRow } from '../strategy/support/makeRow.ts'
import { makeView } from '../strategy/support/makeView.ts'
import { strategies } from '../strategy/support/strategies.ts'
import {
  EPOCH_SEC,
  type LeveragedWorld,
  leveragedAbi,
  people,
  startLeveraged,
} from './support/startLeveraged.ts'
import { eagerParameters } from './support/startWorld.ts'

const NAV_USD6 = 100_000_000_000
const LEVERAGE_E3 = 3_300
const values = Object.assign({}, eagerParameters, { guardPips: 100_000n, returnPips: 4_000n })
/** Of the net value, at over three times leverage: ticks of the pool, where the path moves within 0.01 % of its price. */
const ROUNDING = 1e-3
/** Each step's price to the one before, 1e3 = 1: calm, a fall, two inside the guard, a rise. */
const path = [1_000, 1_010, 985, 905, 1_002, 910, 1_030, 1_060, 995, 1_020]

describe('a leveraged vault and the backtester', () => {
  let leveraged: LeveragedWorld
  beforeAll(async () => {
    leveraged = await startLeveraged(LEVERAGE_E3, values)
  }, 120_000)
  afterAll(() => leveraged?.world.stop())

  const portfolio = createLeveraged(
    {
      navUsd6: NAV_USD6,
      leverageE3: LEVERAGE_E3,
      liquidationThresholdPips: 825_000,
      closeFactorPips: 500_000,
      bonusPips: 50_000,
      // $230,000 of $100M are lent: 5 % of that use, a year.
      borrowPipsYear: 115,
    },
    strategies,
  )
  const rule = createPolicyRule('policy', 'as voted')

  const now = async () => Number((await leveraged.world.client.getBlock()).timestamp)

  /** What the backtester would order: what must not wait, else what the rule says. */
  function decide(state: LeveragedState, row: ReturnType<typeof makeRow>, tradedAt: number) {
    const urgentUsd6 = portfolio.urgentUsd6(state, row, values)
    if (urgentUsd6 !== 0) return urgentUsd6
    const navUsd6 = portfolio.navUsd6(state)
    const exposureUsd6 = portfolio.exposureUsd6(state, row)
    const targetUsd6 = portfolio.targetUsd6(state, row, values)
    const view = { row, navUsd6, exposureUsd6, targetUsd6, tradedAt }
    return rule.decide(makeView(Object.assign(view, { parameters: values, epochSec: EPOCH_SEC })))
  }

  /** The core's share of the debt, at a gap that is the guard: a sigma of 1 for a hundredth of a year is 0.1. */
  async function checkShareOfCore(tradeQuote: bigint) {
    const { debtUsd6, healthPips } = await leveraged.readLoan()
    const { gapPips, cutShareOfDebtPips } = strategies.measureGap({
      varianceWad: 10n ** 18n,
      zE4: 10_000n,
      zJumpE4: 0n,
      delaySec: 315_576n,
      slippageCapPips: 1n,
      maintenancePips: 1n,
      topUpPips: 1n,
      liquidationThresholdPips: 825_000n,
      healthPips,
    })
    expect(Number(values.guardPips - gapPips)).toBeLessThan(2)
    const sharePips = (Number(-tradeQuote) / Number(debtUsd6)) * 1e6
    // Health has six digits, and the share moves three times as far.
    expect(Math.abs(sharePips - Number(cutShareOfDebtPips))).toBeLessThan(5)
  }

  /** Acts, and tells what the vault says it has traded and paid. */
  async function act() {
    const { world, vault } = leveraged
    const receipt = await world.call(people.bob, vault, leveragedAbi, 'act')
    const [log] = parseEventLogs({ abi: leveragedAbi, eventName: 'Acted', logs: receipt.logs })
    if (log === undefined) throw new Error('no Acted event')
    return { tradedUsd6: Number(log.args.tradedQuote), costUsd6: Number(log.args.costQuote) }
  }

  test('P-160 on the same path the vault holds, owes, orders and is worth the same', async () => {
    const { world } = leveraged
    // Opened by the vault's own purchases; the backtester opens at the target.
    await leveraged.join('alice', 107_000_000_000n)
    await world.pass(EPOCH_SEC)
    while ((await leveraged.readDue()).action !== 0) {
      await act()
      await leveraged.moveTo(2_000_000_000n)
    }
    const opened = await leveraged.readLoan()
    const firstRow = makeRow({ at: await now(), priceUsd6: Number(await world.readPriceUsd6()) })
    const state = portfolio.open(firstRow)
    // From what the purchases have left: the same units, the same debt.
    const heldUsd6 = Math.round((Number(opened.collateralWad) / 1e18) * firstRow.priceUsd6)
    state.collateral.trade(heldUsd6 - state.collateral.valueUsd6, firstRow.priceUsd6)
    state.debtUsd6 = Number(opened.debtUsd6)

    let tradedAt = firstRow.at - EPOCH_SEC
    let row = firstRow
    const orders: string[] = []
    let priceUsd6 = 2_000_000_000n
    for (const factor of path) {
      priceUsd6 = (priceUsd6 * BigInt(factor)) / 1_000n
      if (factor !== 1_000) await leveraged.moveTo(priceUsd6)
      const at = await now()
      row = makeRow({
        at,
        elapsedSec: at - row.at,
        priceBeforeUsd6: row.priceUsd6,
        priceUsd6: Number(await world.readPriceUsd6()),
      })
      portfolio.accrue(state, row, emptyLedger())

      const due = await leveraged.readDue()
      const navUsd6 = portfolio.navUsd6(state)
      const roundingUsd6 = navUsd6 * ROUNDING
      const isNear = (actual: bigint, expected: number) =>
        expect(Math.abs(Number(actual) - expected)).toBeLessThan(roundingUsd6)
      isNear(due.navQuote, navUsd6)
      isNear(due.heldQuote, portfolio.exposureUsd6(state, row))
      isNear((await leveraged.readLoan()).debtUsd6, state.debtUsd6)
      // The target is the net value times the leverage: so is its rounding.
      const targetUsd6 = portfolio.targetUsd6(state, row, values)
      expect(Math.abs(Number(due.targetQuote) - targetUsd6)).toBeLessThan(roundingUsd6 * 3.3)

      const orderUsd6 = decide(state, row, tradedAt)
      expect(due.action !== 0).toBe(orderUsd6 !== 0)
      if (orderUsd6 === 0) {
        orders.push('none')
        continue
      }
      orders.push(due.action === 2 ? 'cut' : orderUsd6 > 0 ? 'up' : 'down')
      expect(due.action === 2).toBe(portfolio.urgentUsd6(state, row, values) !== 0)
      expect(Math.abs(Number(due.tradeQuote) - orderUsd6)).toBeLessThan(roundingUsd6 * 4.3)
      if (due.action === 2) await checkShareOfCore(due.tradeQuote)
      const { tradedUsd6, costUsd6 } = await act()
      expect(tradedUsd6 / Number(due.tradeQuote)).toBeCloseTo(1, 2)
      // The backtester's path does not feel its own trades: others bring the price back, and it is told the cost.
      tradedAt = await now()
      portfolio.trade(state, row, orderUsd6 + (tradedUsd6 - Number(due.tradeQuote)))
      portfolio.pay(state, costUsd6)
    }
    expect(orders).toContain('cut')
    expect(orders).toContain('up')
    expect(orders).toContain('down')
  }, 60_000)
})
