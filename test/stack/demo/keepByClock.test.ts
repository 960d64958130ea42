import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Keeper, KeeperStep } from '../../../stack/demo/createKeeper.ts'
import { createIdleKeeper, keepByClock } from '../../../stack/demo/keepByClock.ts'
import { passUntil } from '../../../stack/demo/passUntil.ts'
import { MARKET_DAY_AT } from '../../market/support/createRecording.ts'
import { type PoolChain, startPoolChain } from '../../market/support/startPoolChain.ts'

const DAY_SEC = 86_400n
const CLOCK_SEC = 8n * 3_600n
const eight = MARKET_DAY_AT + CLOCK_SEC

let chain: PoolChain

beforeAll(async () => {
  chain = await startPoolChain(eight - 600n)
})

afterAll(() => chain?.stop())

const rebalanced = { type: 'rebalanced' } as KeeperStep
const sent: KeeperStep = { type: 'sent', hash: '0x01' }
const held = { type: 'held', reason: 'price-deviates', driftPips: 1n, bandPips: 0n } as const

/** A keeper that finds these, one after the other. */
function createScripted(found: readonly KeeperStep[]): Keeper & { calls: number } {
  const keeper = {
    name: 'scripted',
    address: chain.venue.pool,
    calls: 0,
    step: async () => found[keeper.calls++] ?? expect.fail('it was called once too often'),
  }
  return keeper
}

describe('keepByClock', () => {
  test('default: it calls at or after each time until it has traded, and not again before the next', async () => {
    const scripted = createScripted([held, sent, rebalanced, sent, rebalanced])
    const options = { url: chain.url, fromAt: eight - 300n, periodSec: DAY_SEC }
    const keeper = keepByClock(scripted, { ...options, offsetSec: CLOCK_SEC })
    const at = async (time: bigint) => {
      await passUntil(chain.client, time)
      return (await keeper.step()).type
    }
    expect(await at(eight - 1n)).toBe('idle')
    expect(await at(eight)).toBe('held')
    expect(await at(eight + 13n)).toBe('sent')
    expect(await at(eight + 26n)).toBe('rebalanced')
    expect(await at(eight + 39n)).toBe('idle')
    expect(await at(eight + DAY_SEC - 1n)).toBe('idle')
    expect(scripted.calls).toBe(3)
    expect(await at(eight + DAY_SEC + 5n)).toBe('sent')
    expect(await at(eight + DAY_SEC + 20n)).toBe('rebalanced')
    expect(await at(eight + DAY_SEC + 33n)).toBe('idle')
    expect(keeper.name).toBe('scripted')
  })

  test('behavior: one that never calls', async () => {
    const idle = createIdleKeeper({ name: 'hold', address: chain.venue.pool })
    expect(await idle.step()).toEqual({ type: 'idle' })
  })
})
