import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drillContradictions } from './drills/contradictions.ts'
import { drillIndexFaults } from './drills/indexFaults.ts'
import { drillSourceFaults } from './drills/sourceFaults.ts'
import { ReplicaStack } from './support/replicaStack.ts'

const patience = 1_800_000

let stack: ReplicaStack

beforeAll(async () => {
  stack = await ReplicaStack.start()
}, patience)

afterAll(async () => {
  await stack?.stop()
}, patience)

describe('sources', { timeout: patience }, () => {
  test('behavior: whatever is wrong with one of two endpoints, the next push gets through within 5 s', async () => {
    const { faults, failoverMs, pushes } = await drillSourceFaults(stack, 'short')
    expect(faults).toBe(6)
    expect(failoverMs).toBeLessThanOrEqual(5_000)
    expect(pushes).toBeGreaterThanOrEqual(10)
  })

  test('P-53 a replica whose endpoints differ neither pushes nor signs, and says so; the others go on', async () => {
    const { lies, pushes } = await drillContradictions(stack, 'short')
    expect(lies).toBe(2)
    expect(pushes).toBeGreaterThanOrEqual(5)
  })

  test('P-53 an index that stands still, or differs from another, is an alarm within two minutes', async () => {
    const { frozenAlarmSec, differingAlarmSec, pushes } = await drillIndexFaults(stack, 'short')
    expect(frozenAlarmSec).toBeLessThanOrEqual(120)
    expect(differingAlarmSec).toBeLessThanOrEqual(120)
    expect(pushes).toBeGreaterThanOrEqual(6)
  })
})
