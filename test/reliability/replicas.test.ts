import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drillReorgs } from './drills/reorgs.ts'
import { drillReplicaFaults } from './drills/replicaFaults.ts'
import { drillTakeover } from './drills/takeover.ts'
import { ReplicaStack } from './support/replicaStack.ts'

const patience = 1_800_000

let stack: ReplicaStack

beforeAll(async () => {
  stack = await ReplicaStack.start()
}, patience)

afterAll(async () => {
  await stack?.stop()
}, patience)

describe('replicas', { timeout: patience }, () => {
  test('P-55 one of three lies, is cut off, has a wrong clock or dies, and pushes go on; two lie, and nobody pushes', async () => {
    const { faults, quorumAlarmSec, pushes } = await drillReplicaFaults(stack, 'short')
    expect(faults).toBe(4)
    expect(quorumAlarmSec).toBeLessThanOrEqual(120)
    expect(pushes).toBeGreaterThanOrEqual(9)
  })

  test('behavior: another takes over within 15 s from one that is dead, and at most one transaction is wasted', async () => {
    const { takeoverSec, wastedTransactions, pushes } = await drillTakeover(stack, 'short')
    expect(takeoverSec).toBeLessThanOrEqual(15)
    expect(wastedTransactions).toBeLessThanOrEqual(1)
    expect(pushes).toBeGreaterThanOrEqual(3)
  })

  test('P-52 no stored value rests on an orphaned block, and a replica that lost its push pushes again', async () => {
    const { reorgs, deepest, pushes } = await drillReorgs(stack, 'short')
    expect({ reorgs, deepest }).toEqual({ reorgs: 6, deepest: 64 })
    expect(pushes).toBeGreaterThanOrEqual(13)
  })
})
