import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Journal } from '../../../bot/journal/journal.ts'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import type { KeptVault } from '../../../bot/keeper/actionErrand.ts'
import { type FaultyNode, startFaultyNode } from '../support/startFaultyNode.ts'
import { type KeeperWorld, startKeeperWorld } from './support/keeperWorld.ts'
import { openKeeper } from './support/openKeeper.ts'

const patience = 240_000

let chain: KeeperWorld
let node: FaultyNode
let folder: string
let mix: KeptVault
let kept: KeptVault
let other: KeptVault
let start: `0x${string}`
const journals: Journal[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-keeper-'))
  chain = await startKeeperWorld()
  node = await startFaultyNode(chain.world.url)
  mix = await chain.createRebalancing('mix')
  kept = await chain.createKept('kept')
  other = await chain.createKept('other')
}, patience)

afterAll(async () => {
  await node?.close()
  await chain?.world.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  start = await chain.world.client.snapshot()
  node.methods = []
  node.meddle = (_, forward) => forward()
})

afterEach(async () => {
  for (const journal of journals.splice(0)) await journal.close()
  await chain.world.client.setAutomine(true)
  await chain.world.client.request({ method: 'anvil_dropAllTransactions' } as never)
  await chain.world.client.revert({ id: start })
})

let count = 0
function open(
  vaults: readonly KeptVault[],
  changes: Partial<Parameters<typeof openKeeper>[0]> = {},
) {
  const journal = openSqliteJournal(join(folder, `${++count}.sqlite`))
  journals.push(journal)
  const [account] = chain.keepers
  return openKeeper({ url: node.url, account, vaults, journal, ...changes })
}

/** Blocks come on request from now on. */
async function holdBlocks(): Promise<void> {
  await chain.world.client.setAutomine(false)
}
const mine = () => chain.world.client.mine({ blocks: 1 })
const countSends = () => node.methods.filter((name) => name === 'eth_sendRawTransaction').length

/** Takes turns, each with a block after it, until nothing is under way or due. */
async function settleAll(keeper: ReturnType<typeof open>, most = 40): Promise<string[]> {
  const steps: string[] = []
  for (let at = 0; at < most; at += 1) {
    const step = await keeper.step()
    steps.push(step)
    await mine()
    if (step === 'idle') break
  }
  return steps
}

const served = (keeper: ReturnType<typeof open>) =>
  keeper.lines.filter(({ event }) => event === 'sent').map(({ vault }) => vault)

describe('createKeeper', { timeout: patience }, () => {
  test('default: what is due is sent and settled, of both kinds of vault, and then nothing is due', async () => {
    await chain.say(kept, { action: 'trade', driftPips: 20_000 })
    await holdBlocks()
    const keeper = open([mix, kept])
    expect(await settleAll(keeper)).toEqual(['sent', 'settled', 'sent', 'settled', 'idle'])
    expect(served(keeper).toSorted()).toEqual(['kept', 'mix'])
    expect(await chain.countActs(kept)).toBe(1)
    const text = await keeper.metrics.registry.metrics()
    expect(text).toMatch(/^gimbal_vault_acts_total\{vault="mix",outcome="taken"\} 1$/m)
    expect(text).toMatch(/^gimbal_vault_fee_wei_total\{vault="kept"\} [1-9]\d+$/m)
    expect(text).toMatch(/^gimbal_vault_band_pips\{vault="kept"\} 10000$/m)
    expect(
      keeper.lines.findLast(({ vault, event }) => event === 'read' && vault === 'mix')?.msg,
    ).toMatch(/^mix: nothing is due: the drift of .* % is inside the band of 1 %$/)
  })

  test('P-165 a cut goes first, then what has no drift, then the largest drift for its band', async () => {
    await chain.say(kept, { action: 'trade', driftPips: 90_000, bandPips: 10_000 })
    await chain.say(other, { action: 'trade', driftPips: 50_000, bandPips: 1_000 })
    const third = await chain.createKept('third')
    await chain.say(third, { action: 'cut', driftPips: 1 })
    const fourth = await chain.createKept('fourth')
    await chain.say(fourth, { action: 'settle' })
    await holdBlocks()
    const keeper = open([kept, other, third, fourth])
    await settleAll(keeper)
    expect(served(keeper)).toEqual(['third', 'fourth', 'other', 'kept'])
  })

  test('P-165 a cut takes the place of a trade that waits for its block', async () => {
    await chain.say(kept, { action: 'trade', driftPips: 90_000 })
    await chain.say(other, { action: 'cut', driftPips: 50_000 })
    await holdBlocks()
    const before = open([kept])
    expect(await before.step()).toBe('sent')
    expect(await before.step()).toBe('waiting')
    // The same account and journal; it is not late yet.
    const [journal] = journals
    const keeper = open([kept, other], { journal: journal as Journal })
    expect(await keeper.step()).toBe('sent')
    expect(keeper.lines.find(({ event }) => event === 'sent')).toMatchObject({
      way: 'replacement',
      vault: 'other',
    })
    await mine()
    expect([await chain.countActs(other), await chain.countActs(kept)]).toEqual([1, 0])
    expect(await settleAll(keeper)).toEqual(['settled', 'sent', 'settled', 'idle'])
    expect(await chain.countActs(kept)).toBe(1)
  })

  test.each(['refuses', 'reverts'] as const)(
    'P-165 a vault whose action %s does not keep the others from being served',
    async (nature) => {
      await chain.say(kept, { action: 'cut', driftPips: 900_000, nature })
      await chain.say(other, { action: 'trade', driftPips: 20_000 })
      await holdBlocks()
      const keeper = open([kept, other, mix])
      for (let at = 0; at < 10; at += 1) {
        await keeper.step()
        await mine()
      }
      expect(await chain.countActs(other)).toBe(1)
      expect(served(keeper)).toContain('mix')
      expect(served(keeper).filter((name) => name === 'kept').length).toBe(
        nature === 'refuses' ? 0 : 1,
      )
      // It is said once, by name.
      const warned = keeper.lines.filter(({ level, vault }) => level === 'warn' && vault === 'kept')
      expect(warned).toHaveLength(1)
      if (nature === 'refuses')
        expect(warned[0]?.msg).toMatch(/the least that the slippage cap allows/)
    },
  )

  test('P-165 a vault that has a cut due all the time leaves the others their turns', async () => {
    await chain.say(kept, { action: 'cut', driftPips: 900_000, nature: 'endless' })
    await chain.say(other, { action: 'trade', driftPips: 20_000 })
    await holdBlocks()
    const keeper = open([kept, other])
    for (let at = 0; at < 10; at += 1) {
      await keeper.step()
      await mine()
    }
    expect(served(keeper).slice(0, 5)).toEqual(['kept', 'kept', 'kept', 'other', 'kept'])
  })

  test('P-164 two keepers that race waste one transaction at most, and the second one looks before it sends', async () => {
    await chain.say(kept, { action: 'trade', driftPips: 20_000 })
    await holdBlocks()
    const [, account] = chain.keepers
    const first = open([kept])
    const second = open([kept], { account })
    expect(await first.step()).toBe('sent')
    // In the pending block the other's has done it.
    expect(await second.step()).toBe('idle')
    await mine()
    expect(await first.step()).toBe('settled')
    expect(await second.step()).toBe('idle')
    expect(await chain.countActs(kept)).toBe(1)

    // A node that does not show it what is pending: both are sent, one is in vain, and no third follows.
    await chain.world.client.setAutomine(true)
    await chain.say(kept, { action: 'trade', driftPips: 20_000 })
    await holdBlocks()
    node.meddle = ({ method, params = [] }, forward) => {
      const last = params.at(-1)
      if (last === 'pending' && /call|estimateGas/.test(method))
        params[params.length - 1] = 'latest'
      return forward()
    }
    expect([await first.step(), await second.step()]).toEqual(['sent', 'sent'])
    await mine()
    const after = [await settleAll(first), await settleAll(second)]
    expect(after).toEqual([
      ['settled', 'idle'],
      ['settled', 'idle'],
    ])
    expect(await chain.countActs(kept)).toBe(2)
    const text = await second.metrics.registry.metrics()
    expect(text).toMatch(/vault="kept",outcome="reverted"\} 1$/m)
  })

  test('behavior: a transaction that waits too long is replaced, with both fees raised', async () => {
    await chain.say(kept, { action: 'trade', driftPips: 20_000 })
    await holdBlocks()
    let nowAt = 1_700_000_000
    const keeper = open([kept], { clock: () => nowAt })
    expect(await keeper.step()).toBe('sent')
    expect(await keeper.step()).toBe('waiting')
    nowAt += 60
    expect(await keeper.step()).toBe('sent')
    await mine()
    expect(await keeper.step()).toBe('settled')
    expect(await chain.countActs(kept)).toBe(1)
    const ways = keeper.lines.filter(({ event }) => event === 'sent')
    expect(ways).toMatchObject([{ way: 'first' }, { way: 'replacement' }])
  })

  test.each([
    ['fee-above-budget', { budgetPerGas: 1n }, undefined],
    ['daily-budget', { dailyBudgetWei: 1_000n }, undefined],
    ['above-limit', {}, 1_000n],
  ])(
    'behavior: beyond a limit nothing is sent, and it is said once: %s',
    async (reason, settings, limitWei) => {
      await chain.say(kept, { action: 'cut', driftPips: 20_000 })
      await chain.say(other, { action: 'trade', driftPips: 20_000 })
      await holdBlocks()
      const keeper = open([{ ...kept, limitWei }, other], { settings })
      for (let at = 0; at < 3; at += 1) {
        await keeper.step()
        await mine()
      }
      expect(await chain.countActs(kept)).toBe(0)
      // A limit of one vault is no limit of the others.
      expect(await chain.countActs(other)).toBe(reason === 'above-limit' ? 1 : 0)
      const warned = keeper.lines.filter(({ level, vault }) => level === 'warn' && vault === 'kept')
      expect(warned.map(({ msg }) => msg)).toEqual([expect.stringContaining(`kept: ${reason}: `)])
      const wrong = keeper.conditions.list().filter(({ problem }) => problem !== undefined)
      expect(wrong.map(({ name }) => name)).toEqual(['submission'])
    },
  )

  test('behavior: with a relay, only the relay gets the transaction', async () => {
    await chain.say(kept, { action: 'trade', driftPips: 20_000 })
    const relay = await startFaultyNode(chain.world.url)
    await holdBlocks()
    const keeper = open([kept], { relayUrl: relay.url })
    expect(await keeper.step()).toBe('sent')
    expect(relay.methods).toEqual(['eth_sendRawTransaction'])
    expect(countSends()).toBe(0)
    await relay.close()
  })

  test('behavior: a cut that is in no block for so long is an alarm, until it is', async () => {
    await chain.say(kept, { action: 'cut', driftPips: 20_000, nature: 'refuses' })
    let nowAt = 1_700_000_000
    const keeper = open([kept], { clock: () => nowAt, cutAfterSec: 60 })
    const turn = async () => {
      await mine()
      await keeper.step()
      keeper.monitor.stepped(0, true)
    }
    await turn()
    nowAt += 59
    await turn()
    expect(keeper.alarms).toEqual([])
    nowAt += 1
    await turn()
    expect(keeper.alarms).toEqual(['cut true'])
    await chain.say(kept, { action: 'cut', driftPips: 20_000 })
    nowAt += 120
    await turn()
    await turn()
    expect(keeper.alarms).toEqual(['cut true', 'cut false'])
    expect(await chain.countActs(kept)).toBe(1)
  })

  test('behavior: a vault that does not say what is due is told of once, and the others are served', async () => {
    await chain.say(kept, { isSilent: true })
    await chain.say(other, { action: 'trade', driftPips: 20_000 })
    const keeper = open([kept, other])
    for (let at = 0; at < 4; at += 1) {
      await keeper.step()
      await mine()
    }
    expect(await chain.countActs(other)).toBe(1)
    expect(
      keeper.lines.filter(({ event, level }) => event === 'unreadable' && level === 'warn'),
    ).toHaveLength(1)
  })

  test('behavior: an action whose block is reorganised away gets in again with its nonce', async () => {
    await chain.say(kept, { action: 'trade', driftPips: 20_000 })
    await holdBlocks()
    const keeper = open([kept], { settings: { requiredDepth: 3n } })
    expect(await keeper.step()).toBe('sent')
    const fork = await chain.world.client.snapshot()
    await mine()
    expect(await keeper.step()).toBe('shallow')
    await chain.world.client.revert({ id: fork })
    await chain.world.client.request({ method: 'anvil_dropAllTransactions' } as never)
    expect(await keeper.step()).toBe('sent')
    for (let at = 0; at < 3; at += 1) await mine()
    expect(await keeper.step()).toBe('settled')
    expect(await chain.countActs(kept)).toBe(1)
  })
})
