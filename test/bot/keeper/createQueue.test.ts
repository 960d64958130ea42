import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KeptVault } from '../../../bot/keeper/actionErrand.ts'
import { createQueue, type VaultDue } from '../../../bot/keeper/createQueue.ts'
import type { VaultReading } from '../../../bot/keeper/readVault.ts'

function createDue(id: number, changes: Partial<VaultReading> = {}): VaultDue {
  const vault: KeptVault = {
    name: `vault-${id}`,
    address: `0x${id.toString(16).padStart(40, '0')}`,
    kind: 'position',
    limitWei: undefined,
  }
  const reading: VaultReading = {
    action: 'trade',
    reason: 'none',
    driftPips: 20_000n,
    bandPips: 10_000n,
    returnPips: 0n,
    elapsedSec: 600n,
    navQuote: 1n,
    tradeQuote: 1n,
  }
  return { vault, reading: { ...reading, ...changes } }
}

const anyDue = fc.record({
  action: fc.constantFrom('trade', 'cut', 'settle', 'roll', 'order'),
  driftPips: fc.bigInt(0n, 1_000_000n),
  bandPips: fc.bigInt(0n, 1_000_000n),
})

describe('createQueue', () => {
  test('default: drift is compared by band, exactly, and a band of 0 is the narrowest', () => {
    const dues = [
      createDue(1, { driftPips: 999_999n, bandPips: 500_000n }),
      createDue(2, { driftPips: 3n, bandPips: 0n }),
      createDue(3, { driftPips: 1_999_999n, bandPips: 1_000_000n }),
    ]
    const order = createQueue(() => 0).order(dues)
    expect(order.map(({ vault }) => vault.name)).toEqual(['vault-2', 'vault-3', 'vault-1'])
  })

  test('P-165 a cut is never behind what can wait, while its vault had not three in a row', () => {
    fc.assert(
      fc.property(fc.array(anyDue, { minLength: 1, maxLength: 20 }), (all) => {
        const dues = all.map((changes, id) => createDue(id, changes))
        const actions = createQueue(() => 0)
          .order(dues)
          .map(({ action }) => action)
        const cuts = actions.filter((action) => action === 'cut').length
        expect(actions.slice(0, cuts).every((action) => action === 'cut')).toBe(true)
        expect(actions).toHaveLength(dues.length)
      }),
    )
  })

  test('P-165 whatever is due all the time, each vault is served within three turns for each of them', () => {
    fc.assert(
      fc.property(fc.array(anyDue, { minLength: 1, maxLength: 12 }), (all) => {
        const dues = all.map((changes, id) => createDue(id, changes))
        const queue = createQueue(() => 0)
        const served = new Set<string>()
        for (let turn = 0; turn < 3 * dues.length; turn += 1) {
          const [first] = queue.order(dues)
          if (first === undefined) throw new Error('nobody is served')
          queue.noteSent(first.vault.address)
          served.add(first.vault.name)
        }
        expect(served.size).toBe(dues.length)
      }),
    )
  })

  test('P-165 a refused vault rests for twice as long each time, a cut for a minute at most', () => {
    let nowAt = 0
    const queue = createQueue(() => nowAt)
    const trade = createDue(1)
    const cut = createDue(1, { action: 'cut' })
    const isServed = (due: VaultDue) => queue.order([due]).length === 1
    for (const restSec of [15, 30, 60, 120]) {
      queue.noteRefused(trade.vault.address)
      const sinceAt = nowAt
      nowAt = sinceAt + Math.min(restSec, 60)
      expect(isServed(cut)).toBe(true)
      nowAt = sinceAt + restSec - 1
      expect(isServed(trade)).toBe(false)
      nowAt = sinceAt + restSec
      expect(isServed(trade)).toBe(true)
    }
    queue.noteTaken(trade.vault.address)
    queue.noteRefused(trade.vault.address)
    nowAt += 15
    expect(isServed(trade)).toBe(true)
  })
})
