import { pad } from 'viem'
import { describe, expect, test } from 'vitest'
import { AmbiguousIdError } from '../../client/errors.ts'
import { UpdateNotFoundError } from '../../verify/errors.ts'
import type { Update } from '../../verify/readUpdates.ts'
import { isUpdateName, nameUpdate, resolveUpdate } from '../../verify/resolveUpdate.ts'
import { formatUpdateId } from '../../verify/verifyUpdate.ts'

const of = (blockNumber: bigint, logIndex: number) => {
  const transactionHash = pad(`0x${blockNumber}`)
  return { blockNumber, logIndex, transactionHash } as Update
}
const updates = [of(181n, 0), of(1_819n, 3), of(1_820n, 0), of(1_820n, 2)]

describe('resolveUpdate', () => {
  test('default: by block, by block and log, by its id or the beginning of it', () => {
    expect(resolveUpdate(updates, '1819')).toBe(updates[1])
    expect(resolveUpdate(updates, '1820-2')).toBe(updates[3])
    expect(resolveUpdate(updates, '181')).toBe(updates[0])
    for (const update of updates) {
      expect(resolveUpdate(updates, nameUpdate(update))).toBe(update)
      expect(resolveUpdate(updates, formatUpdateId(update).toUpperCase())).toBe(update)
    }
    expect(resolveUpdate(updates, '0x000000000000071b')).toBe(updates[1])
  })

  test('behavior: by its whole transaction, where that has one', () => {
    expect(resolveUpdate(updates, pad('0x1819'))).toBe(updates[1])
    expect(() => resolveUpdate(updates, pad('0x1820'))).toThrow(/one update: 1820-0, 1820-2$/)
    // A part of a transaction's hash is the beginning of no id.
    expect(() => resolveUpdate([of(0xabcdn, 0)], '0xabcd')).toThrow(UpdateNotFoundError)
  })

  test('behavior: what can be a name', () => {
    const names = ['1819', '1819-3', '0x000000000000071b00000003', pad('0x1819'), 'latest', 'x']
    expect(names.map(isUpdateName)).toEqual([true, true, true, true, false, false])
  })

  test('error: several, or none', () => {
    expect(() => resolveUpdate(updates, '1820')).toThrow(AmbiguousIdError)
    expect(() => resolveUpdate(updates, '1820')).toThrow(/one update: 1820-0, 1820-2$/)
    expect(() => resolveUpdate(updates, '18')).toThrow(UpdateNotFoundError)
    expect(() => resolveUpdate(updates, '18')).toThrow(/give latest, or one such as 1820-2, 1820-0/)
    expect(() => resolveUpdate([], '18')).toThrow(/no update yet/)
  })
})
