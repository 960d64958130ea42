import type { Address } from 'viem'
import { describe, expect, test } from 'vitest'
import { compareTwins, type TwinCode } from '../../../stack/portfolio/compareTwins.ts'

const address = (digit: string): Address => `0x${digit.repeat(40)}`

/** A vault whose code holds its adapter, its parameters and a cap; an adapter whose code holds a venue. */
function createTwin(name: string, digits: string, cap = '1388', venue = 'e'): TwinCode {
  const [vault, adapter, parameters] = [...digits].map(address) as [Address, Address, Address]
  const word = (hex: string) => hex.replace(/^0x/, '').padStart(64, '0')
  return {
    name,
    own: [vault, adapter, parameters],
    codes: [
      `0x60${word(adapter)}61${word(parameters)}62${word(cap)}`,
      `0x63${word(address(venue))}${word(vault)}`,
    ],
  }
}

describe('compareTwins', () => {
  test('P-168 default: vaults that differ in their own addresses and nothing else', () => {
    const twins = ['123', '456', '789'].map((digits, at) => createTwin(`twin ${at}`, digits))
    expect(compareTwins(twins)).toEqual([])
  })

  test('P-168 error: another setting, another venue, another adapter, and no code', () => {
    const ours = createTwin('ours', '123')
    expect(compareTwins([ours, createTwin('other', '456', '1389')])).toEqual([
      'the vault of other has other code or settings',
    ])
    expect(compareTwins([ours, createTwin('other', '456', '1388', 'f')])).toEqual([
      'the adapter 1 of other has other code or settings',
    ])
    const bare = createTwin('other', '456')
    expect(compareTwins([ours, { ...bare, codes: bare.codes.slice(0, 1) }])).toEqual([
      'other has other adapters',
    ])
    const empty = { ...ours, codes: ['0x', '0x'] as const }
    expect(compareTwins([empty, { ...bare, codes: ['0x', '0x'] }])).toHaveLength(2)
  })

  test('P-168 error: an adapter of the first in the code of the second', () => {
    const ours = createTwin('ours', '123')
    const other = createTwin('other', '456')
    expect(compareTwins([ours, { ...other, codes: ours.codes }])).toHaveLength(2)
  })
})
