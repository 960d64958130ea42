import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findByPrefix, findProposals, shortenIds, toIdHex } from '../../governance/index.ts'

const hex = (digits: string) => `0x${digits.padEnd(64, '0')}` as const
const ids = fc.uniqueArray(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), { maxLength: 20 })

describe('shortenIds', () => {
  test('default: eight digits, more if they do not distinguish the ids', () => {
    const [a, b, c] = [hex('1a2b3c4d5'), hex('1a2b3c4d6'), hex('ff')]
    expect([...shortenIds([a, c]).values()]).toEqual(['0x1a2b3c4d', '0xff000000'])
    expect([...shortenIds([a, b, c]).values()]).toEqual([
      '0x1a2b3c4d5',
      '0x1a2b3c4d6',
      '0xff0000000',
    ])
    expect(shortenIds([])).toEqual(new Map())
    expect(shortenIds([a, a]).get(a)).toBe('0x1a2b3c4d')
  })

  test('behavior: each short id leads back to its own, whatever the others are', () => {
    fc.assert(
      fc.property(ids, (all) => {
        const short = shortenIds(all.map(toIdHex))
        for (const id of all) {
          expect(findProposals(all, short.get(toIdHex(id)) ?? '')).toEqual([id])
          expect(findProposals(all, `${id}`)).toEqual([id])
          expect(findProposals(all, toIdHex(id).toUpperCase())).toEqual([id])
        }
      }),
    )
  })
})

describe('findProposals', () => {
  const [a, b] = [BigInt(hex('1a2b3c4d')), BigInt(hex('1a2b99'))]

  test('default: the beginning of an id, in hex or in decimal digits', () => {
    expect(findProposals([a, b], '0x1a2b3')).toEqual([a])
    expect(findProposals([a, b], ' 1A2B9 ')).toEqual([b])
    expect(findProposals([a, b], `${a}`.slice(0, 12))).toEqual([a])
    expect(findProposals([a, b], '1a2b')).toEqual([a, b])
  })

  test('behavior: three digits name nothing, a whole number names itself alone', () => {
    expect(findProposals([a, b], '0x1a2')).toEqual([])
    expect(findProposals([a, b], `${a}`.slice(0, 3))).toEqual([])
    expect(findProposals([1n, 12_345n, 123_456n], '1')).toEqual([1n])
    expect(findProposals([12_345n, 123_456n], '12345')).toEqual([12_345n])
  })
})

describe('findByPrefix', () => {
  test('default: ids of any size, 0x or not', () => {
    expect(findByPrefix(['0xabcdef', '0xabcd00'], '0xABCDE')).toEqual(['0xabcdef'])
    expect(findByPrefix(['0xabcdef', '0xabcd00'], 'abcd')).toEqual(['0xabcdef', '0xabcd00'])
  })
})
