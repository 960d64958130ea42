import { type Address, encodeFunctionData } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governanceReceiverAbi, messengerAbi, remoteParametersAbi } from '../../abi/index.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { type ChainsWorld, startChainsWorld } from './support/chainsWorld.ts'
import { openTestRelayer } from './support/openTestRelayer.ts'

const MOST_LIVES = 80

let world: ChainsWorld

beforeAll(async () => {
  world = await startChainsWorld()
})

afterAll(() => world?.stop())

/** What the other chain has taken in all. */
async function count() {
  const { away, deployed } = world
  const { remoteParameters, governanceReceiver } = deployed.remote.contracts
  const messengers = deployed.remote.messengers.map(({ address }) => address as Address)
  const range = { fromBlock: 0n, toBlock: 'latest' } as const
  const [received, updated, scheduled] = await Promise.all([
    away.getContractEvents({
      address: messengers,
      abi: messengerAbi,
      eventName: 'MessageReceived',
      ...range,
    }),
    away.getContractEvents({
      address: remoteParameters as Address,
      abi: remoteParametersAbi,
      eventName: 'RemoteUpdated',
      ...range,
    }),
    away.getContractEvents({
      address: governanceReceiver as Address,
      abi: governanceReceiverAbi,
      eventName: 'GovernanceScheduled',
      ...range,
    }),
  ])
  // Two bridges that bring the same at the same nonce name it alike.
  const ids = received.map(({ address, args }) => `${address} ${args.messageId}`)
  return {
    received: ids.length,
    distinct: new Set(ids).size,
    updated: updated.length,
    scheduled: scheduled.length,
  }
}

async function voteForPause() {
  const { remoteParameters } = world.deployed.remote.contracts
  const data = encodeFunctionData({
    abi: remoteParametersAbi,
    functionName: 'setMarket',
    args: [LOCAL_MARKET_ID, { ...world.remoteConfig } as never],
  })
  await world.vote([remoteParameters as Address], [data])
}

describe('relayers', () => {
  test('P-206 killed after every turn, with its journal lost: all is brought, each once', async () => {
    const account = await world.createPayer()
    await world.push()
    await voteForPause()
    await world.push()
    for (let life = 0; life < MOST_LIVES; life++) {
      const relayer = await openTestRelayer(world, { markets: ['weth-usd'], account })
      await relayer.step()
      await relayer.close()
      const { updated, scheduled } = await count()
      if (updated > 0 && scheduled > 0) break
    }
    await world.pass(121)
    const last = await openTestRelayer(world, { markets: ['weth-usd'], account })
    await last.until(async () => last.countTaken('execute') === 1)
    await last.close()
    // One vector, and the vote by two bridges.
    expect(await count()).toEqual({ received: 3, distinct: 3, updated: 1, scheduled: 1 })
  })

  test('P-206 three at once: what one of them does, the others leave; nothing counts twice', async () => {
    const before = await count()
    await world.push()
    await voteForPause()
    await world.push()
    const relayers = [
      await openTestRelayer(world, { markets: ['weth-usd'] }),
      await openTestRelayer(world, { markets: ['weth-usd'] }),
      await openTestRelayer(world, { markets: ['weth-usd'] }),
    ]
    const turnUntil = async (isSo: () => Promise<boolean>) => {
      for (let turn = 0; turn < MOST_LIVES; turn++) {
        await Promise.all(relayers.map((relayer) => relayer.step()))
        if (await isSo()) return
      }
      throw new Error('it is not so after many turns')
    }
    await turnUntil(async () => {
      const { updated, scheduled } = await count()
      return updated > before.updated && scheduled > before.scheduled
    })
    await world.pass(121)
    const countExecuted = () =>
      relayers.reduce((sum, relayer) => sum + relayer.countTaken('execute'), 0)
    await turnUntil(async () => countExecuted() > 0)
    for (const relayer of relayers) await relayer.settle()
    expect(countExecuted()).toBe(1)
    const after = await count()
    expect(after.scheduled).toBe(before.scheduled + 1)
    expect(after.updated).toBe(before.updated + 1)
    expect(after.received).toBe(after.distinct)
    for (const relayer of relayers) await relayer.close()
  })
})
