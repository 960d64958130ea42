import { type Address, encodeFunctionData } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { remoteParametersAbi } from '../../abi/index.ts'
import { toBigints } from '../../governance/index.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { type ChainsWorld, startChainsWorld } from './support/chainsWorld.ts'
import { openTestRelayer, type TestRelayer } from './support/openTestRelayer.ts'

const ACTIVE = 1

let world: ChainsWorld
let relayer: TestRelayer

beforeAll(async () => {
  world = await startChainsWorld()
  relayer = await openTestRelayer(world, { markets: ['weth-usd'] })
})

afterAll(async () => {
  await relayer?.close()
  await world?.stop()
})

describe('two chains', () => {
  test('P-207 a push at home is read away, within the step from the fallback', async () => {
    await world.push()
    await relayer.until(async () => (await world.readAway()).status === ACTIVE)
    const { values } = await world.readAway()
    const { bounds, fallbackVector } = world.remoteConfig
    const { stepUp, stepDown, min, max } = bounds
    for (const field of Object.keys(values) as (keyof typeof values)[]) {
      const [start, now] = [fallbackVector[field], values[field]]
      expect(now - start <= stepUp[field] && start - now <= stepDown[field], field).toBe(true)
      expect(now >= min[field] && now <= max[field], field).toBe(true)
    }
    await relayer.settle()
    // One message is enough, by whichever bridge; nothing is sent twice.
    expect(relayer.countTaken('send')).toBe(1)
  })

  test('P-207 a vote at home is in force away, after two bridges and the timelock there', async () => {
    const { away, deployed, remoteConfig } = world
    const target = deployed.remote.contracts.remoteParameters as Address
    const maxAgeSec = remoteConfig.maxAgeSec * 2n
    const data = encodeFunctionData({
      abi: remoteParametersAbi,
      functionName: 'setMarket',
      args: [LOCAL_MARKET_ID, { ...remoteConfig, maxAgeSec } as never],
    })
    const readMaxAge = async () => {
      const config = await away.readContract({
        address: target,
        abi: remoteParametersAbi,
        functionName: 'marketConfig',
        args: [LOCAL_MARKET_ID],
      })
      return (toBigints(config) as typeof remoteConfig).maxAgeSec
    }
    await world.vote([target], [data])
    await relayer.settle()
    expect(relayer.countTaken('post')).toBe(2)
    // The timelock away still holds it back.
    expect(await readMaxAge()).toBe(remoteConfig.maxAgeSec)
    await world.pass(121)
    await relayer.until(async () => (await readMaxAge()) === maxAgeSec)
    await relayer.settle()
    expect(relayer.countTaken('execute')).toBe(1)
  })
})
