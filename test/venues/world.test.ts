import { parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from './support/startWorld.ts'

const aggregatorAbi = parseAbi(['function latestAnswer() view returns (int256)'])

describe('a local feed', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  }, 120_000)
  afterAll(() => world?.stop())

  test('behavior: it follows the spot price of its pool', async () => {
    await world.movePrice(1_800_000_000n)
    const answer = await world.client.readContract({
      address: world.aggregator,
      abi: aggregatorAbi,
      functionName: 'latestAnswer',
    })
    expect(Number(answer) / 1e8).toBeCloseTo(1_800, 0)
    expect(Number(await world.readPriceUsd6()) / 1e6).toBeCloseTo(Number(answer) / 1e8, 3)
  })
})
