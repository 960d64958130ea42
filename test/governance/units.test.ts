import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AmountError, formatAmount, parseAmount, type Unit } from '../../governance/index.ts'
import { formatReadable } from '../../governance/units.ts'
import { scaled, testSeed } from '../generators/random.ts'

const units: readonly Unit[] = [
  'pips',
  'e6',
  'e4',
  'e3',
  'wad',
  'sec',
  'usd',
  'usd6',
  'gas',
  'gwei',
  'blocks',
  'bytes',
  'count',
]

describe('amounts', () => {
  test.each<[string, Unit, bigint]>([
    ['2.5 %', 'pips', 25_000n],
    ['0.0001%', 'pips', 1n],
    ['250 bps', 'pips', 25_000n],
    ['0.01 bps', 'pips', 1n],
    ['25000 pips', 'pips', 25_000n],
    ['0.25', 'e6', 250_000n],
    ['0.36', 'wad', 360_000_000_000_000_000n],
    ['3', 'e4', 30_000n],
    ['0.5', 'e4', 5_000n],
    ['2.5 x', 'e3', 2_500n],
    ['600 s', 'sec', 600n],
    ['10 min', 'sec', 600n],
    ['1 h', 'sec', 3_600n],
    ['2 d', 'sec', 172_800n],
    ['$10,000', 'usd', 10_000n],
    ['$10,000', 'usd6', 10_000_000_000n],
    ['$10000', 'usd6', 10_000_000_000n],
    ['$0.25', 'usd6', 250_000n],
    ['180000 gas', 'gas', 180_000n],
    ['180,000 gas', 'gas', 180_000n],
    ['30 gwei', 'gwei', 30_000_000_000n],
    ['0.000000001 gwei', 'gwei', 1n],
    ['3 blocks', 'blocks', 3n],
    ['1 block', 'blocks', 1n],
    ['300 bytes', 'bytes', 300n],
    ['1 byte', 'bytes', 1n],
    ['8', 'count', 8n],
  ])('default: %s is read', (text, unit, raw) => {
    expect(parseAmount(text, unit)).toBe(raw)
  })

  test.each<[bigint, Unit, string]>([
    [25_000n, 'pips', '2.5 %'],
    [250_000n, 'e6', '0.25'],
    [360_000_000_000_000_000n, 'wad', '0.36'],
    [30_000n, 'e4', '3'],
    [2_500n, 'e3', '2.5 x'],
    [0n, 'sec', '0 s'],
    [600n, 'sec', '10 min'],
    [5_400n, 'sec', '90 min'],
    [172_800n, 'sec', '2 d'],
    [10_000n, 'usd', '$10,000'],
    [10_000_250_000n, 'usd6', '$10,000.25'],
    [180_000n, 'gas', '180,000 gas'],
    [30_000_000_000n, 'gwei', '30 gwei'],
    [1n, 'blocks', '1 block'],
    [3n, 'blocks', '3 blocks'],
    [131_072n, 'bytes', '131,072 bytes'],
    [8n, 'count', '8'],
  ])('default: %s in %s is written %s', (raw, unit, text) => {
    expect(formatAmount(raw, unit)).toBe(text)
  })

  test.each<[bigint, Unit, string]>([
    [326_236n, 'sec', 'about 3.8 d'],
    [40_000n, 'sec', 'about 11.1 h'],
    [3_600n, 'sec', '1 h'],
    [3_601n, 'sec', '3601 s'],
    [604_800n, 'sec', '7 d'],
    [4_294_967_295n, 'sec', 'about 49,710.3 d'],
    [326_236n, 'pips', '32.6236 %'],
  ])('behavior: %s in %s reads %s', (raw, unit, text) => {
    expect(formatReadable(raw, unit)).toBe(text)
  })

  test('behavior: whatever is written is read as the same number', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...units),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        (unit, raw) => {
          expect(parseAmount(formatAmount(raw, unit), unit)).toBe(raw)
        },
      ),
      { seed: testSeed(), numRuns: scaled(10_000) },
    )
  })

  test.each<[string, Unit]>([
    ['2.5', 'pips'],
    ['2.50001 %', 'pips'],
    ['0.5 pips', 'pips'],
    ['-1 %', 'pips'],
    ['1e3', 'e4'],
    ['0.12345', 'e4'],
    ['10', 'sec'],
    ['1.5 h', 'sec'],
    ['10 minutes', 'sec'],
    ['10000', 'usd6'],
    ['$0.5', 'usd'],
    ['8.5', 'count'],
    ['$1,00', 'usd6'],
    ['$0.0000001', 'usd6'],
    ['30', 'gwei'],
    ['$30 gwei', 'gwei'],
    ['2,5 %', 'pips'],
    ['constructor', 'blocks'],
    ['', 'e4'],
  ])('error: %s is no amount in %s', (text, unit) => {
    expect(() => parseAmount(text, unit)).toThrow(AmountError)
    expect(() => parseAmount(text, unit)).toThrow(`got ${JSON.stringify(text)}, allowed is `)
  })
})
