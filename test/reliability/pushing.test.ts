import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drillFeeSpike } from './drills/feeSpike.ts'
import { drillKilled } from './drills/killed.ts'
import { drillShock } from './drills/shock.ts'
import { drillWeek } from './drills/week.ts'
import { ReplicaStack } from './support/replicaStack.ts'

const patience = 1_800_000

let stack: ReplicaStack

beforeAll(async () => {
  stack = await ReplicaStack.start()
}, patience)

afterAll(async () => {
  await stack?.stop()
}, patience)

describe('pushing', { timeout: patience }, () => {
  test('behavior: while the base fee rises by an eighth a block, a push is in one of the next 3', async () => {
    const { epochs, worstBlocks, rise } = await drillFeeSpike(stack, 'short')
    expect(epochs).toBe(3)
    expect(worstBlocks).toBeLessThanOrEqual(3)
    expect(rise).toBeGreaterThan(10)
  })

  test('behavior: a shock is answered in its own epoch, within 2 blocks of the one that shows it', async () => {
    const { shocks, worstBlocks, pushes } = await drillShock(stack, 'short')
    expect(shocks).toBe(1)
    expect(worstBlocks).toBeLessThanOrEqual(2)
    expect(pushes).toBeGreaterThanOrEqual(2)
  })

  test('P-51 killed at every step of a push, it goes on within a block, and sends nothing twice', async () => {
    expect(await drillKilled(stack, 'short')).toEqual({
      points: 12,
      worstRecoveryBlocks: expect.toSatisfy((blocks: number) => blocks <= 1),
      doubleNonces: 0,
      wasted: 0,
    })
  })

  test('behavior: as time passes, no heartbeat is missed, no memory lost, and nothing left at the end', async () => {
    const figures = await drillWeek(stack, 'short')
    expect(figures).toMatchObject({ epochs: 12, missedHeartbeats: 0, leftovers: 0 })
    expect(figures.pushes).toBeGreaterThanOrEqual(11)
    expect(figures.oldestSec).toBeLessThanOrEqual(1_800)
    expect(figures.heapGrowthMib).toBeLessThanOrEqual(4)
    expect(figures.residentGrowthMib).toBeLessThanOrEqual(64)
  })
})
