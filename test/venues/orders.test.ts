import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  measureOrder,
  measureSandwich,
  measureSwap,
  type TradeCost,
} from '../../bench/support/tradeCosts.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { StackChainError } from '../../stack/local/errors.ts'
import { createSolver } from '../../stack/venues/solvers/createSolver.ts'
import {
  action,
  CAP_PIPS,
  DEVIATION_PIPS,
  INTERVAL_SEC,
  type OrderWorld,
  orderState,
  startOrderWorld,
} from './support/orderWorld.ts'

const TOO_SOON = 6

describe('orders of a vault', () => {
  let world: OrderWorld
  let id: `0x${string}`
  beforeAll(async () => {
    world = await startOrderWorld()
  }, 120_000)
  afterAll(() => world?.stop())
  beforeEach(async () => {
    id = await world.client.snapshot()
  })
  afterEach(() => world.client.revert({ id }))

  test('P-161 default: a solver fills an order out of the pool, and it is taken in', async () => {
    const { vault } = world
    const before = await world.holdings(vault)
    expect((await world.act()).action).toBe(action.order)
    expect(await world.readState()).toBe(orderState.valid)
    expect(await world.readAction()).toMatchObject({ action: action.none, reason: TOO_SOON })
    const filled = await world.fill([world.poolSolver])
    const after = await world.holdings(vault)
    expect(after.wad - before.wad).toBe(filled?.buyAmount)
    expect(after.usd6).toBeLessThan(before.usd6)
    expect(await world.readState()).toBe(orderState.filled)
    // Once: the same solver finds nothing more to fill.
    expect(await world.poolSolver.step(vault)).toEqual({ type: 'idle', state: orderState.filled })
    expect((await world.act()).action).toBe(action.close)
    expect(await world.holdings(vault)).toEqual(after)
  })

  test('behavior: a solver waits until it earns its margin', async () => {
    await world.act()
    const step = await world.poolSolver.step(world.vault)
    expect(step.type).toBe('waiting')
    if (step.type === 'waiting') expect(step.gainPips).toBeLessThan(0n)
  })

  test('behavior: a second solver improves the price', async () => {
    await world.act()
    const start = await world.client.snapshot()
    const alone = await world.fill([world.poolSolver])
    await world.client.revert({ id: start })
    const both = await world.fill([world.poolSolver, world.inventorySolver])
    expect(both?.buyAmount).toBeGreaterThan(alone?.buyAmount ?? 0n)
  })

  test('P-163 an order that nobody fills ends in the swap, in one act', async () => {
    await world.act()
    await world.pass(INTERVAL_SEC - 30)
    expect(await world.readAction()).toMatchObject({ action: action.none, reason: TOO_SOON })
    await world.pass(30)
    expect(await world.readState()).toBe(orderState.expired)
    const before = await world.holdings(world.vault)
    expect((await world.act()).action).toBe(action.trade)
    const after = await world.holdings(world.vault)
    expect(after.wad).toBeGreaterThan(before.wad)
    expect(await world.readState()).toBe(orderState.none)
  })

  test('P-161 an order is worth nothing once the price has moved', async () => {
    await world.act()
    await world.movePrice(1_900_000_000n)
    expect(await world.readState()).toBe(orderState.notDue)
    const step = await world.inventorySolver.step(world.vault)
    expect(step).toEqual({ type: 'idle', state: orderState.notDue })
  })

  test('error: somebody who is no solver fills nothing', async () => {
    const stranger = createSolver({
      url: world.url,
      settlement: world.settlement.address,
      vaults: [world.vault],
      venue: world.venue,
      account: localAccounts.filler,
      source: 'pool',
      marginPips: -100_000n,
    })
    await world.act()
    const step = await stranger.step(world.vault)
    expect(step).toMatchObject({ type: 'refused' })
    expect(await world.readState()).toBe(orderState.valid)
  })

  test('error: a solver of the local stack stays on this machine', () => {
    const options = {
      url: 'http://198.51.100.7:8545',
      settlement: world.settlement.address,
      vaults: [],
      venue: world.venue,
      account: localAccounts.filler,
      source: 'pool',
      marginPips: 0n,
    } as const
    expect(() => createSolver(options)).toThrow(StackChainError)
  })

  test('behavior: solvers watch on their own until they are stopped', async () => {
    const running = [world.poolSolver, world.inventorySolver].map((it) => it.start(20))
    try {
      await world.act()
      // At a price that pays both.
      await world.pass(INTERVAL_SEC - 60)
      await vi.waitFor(async () => expect(await world.readState()).toBe(orderState.filled), 50_000)
    } finally {
      await Promise.all(running.map((it) => it.stop()))
    }
  })

  describe('beside a swap', () => {
    let costs: Record<'swap' | 'sandwich' | 'one' | 'two', TradeCost>
    beforeAll(async () => {
      costs = {
        swap: await measureSwap(world),
        sandwich: await measureSandwich(world),
        one: await measureOrder(world, [world.poolSolver]),
        two: await measureOrder(world, [world.poolSolver, world.inventorySolver]),
      }
    })

    test('behavior: a sandwich costs a swap what the limits allow, and pays its attacker', () => {
      expect(costs.sandwich.costPips).toBeGreaterThan(2 * costs.swap.costPips)
      expect(costs.sandwich.costPips).toBeLessThanOrEqual(DEVIATION_PIPS + CAP_PIPS + 500)
      expect(costs.sandwich.attackerUsd6).toBeGreaterThan(0n)
    })

    test('behavior: an order costs little more than an undisturbed swap, less where solvers compete', () => {
      expect(costs.one.costPips).toBeLessThan(costs.swap.costPips * 1.25)
      expect(costs.two.costPips).toBeLessThan(costs.swap.costPips)
      expect(costs.one.attackerUsd6).toBe(0n)
      expect(costs.two.attackerUsd6).toBe(0n)
    })
  })
})
