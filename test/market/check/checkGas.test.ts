import { describe, expect, test } from 'vitest'
import { checkGas } from '../../../market/check/checkGas.ts'
import type { MarketChain } from '../../../market/manifest.ts'
import { createTable, toTable } from '../support/createTable.ts'
import { readRecorded } from '../support/recordedFile.ts'

const ethereum: MarketChain = {
  name: 'ethereum',
  nativeCoin: 'ETH',
  blockSec: 12,
  gasTargetPips: 500_000,
  baseFeeDenominator: 8,
}

function read(format: string, name: string) {
  const [table] = readRecorded(format, name)
  if (table === undefined) throw new TypeError('no table')
  return toTable(table)
}

describe('checkGas', () => {
  test.each(['blocks-headers', 'blocks-overTarget'])(
    'default: %s follow the fee rule of Ethereum',
    (name) => {
      expect(checkGas(read('blocks', name), ethereum)).toEqual([])
    },
  )

  test('behavior: another denominator is found, with the one that fits', () => {
    const [finding] = checkGas(read('blocks', 'blocks-headers'), {
      ...ethereum,
      baseFeeDenominator: 16,
    })
    expect(finding).toMatchObject({ name: 'fee-rule', severity: 'warn' })
    expect(finding?.text).toMatch(
      /denominator 16\): a baseFeeDenominator of 8 does; set it in market.json/,
    )
    const target = checkGas(read('blocks', 'blocks-headers'), {
      ...ethereum,
      gasTargetPips: 250_000,
    })
    expect(target[0]?.text).toMatch(/correct gasTargetPips and baseFeeDenominator in market.json/)
  })

  test('behavior: gwei that were taken for wei, and a price that never moves', () => {
    const gwei = createTable('gas', 50, (index) => ({ baseFeePerGas: 50 + (index % 9) }))
    expect(checkGas(gwei, ethereum)).toMatchObject([{ name: 'gas-unit', severity: 'warn' }])
    const constant = createTable('gas', 200, () => ({ baseFeePerGas: 30e9 }))
    expect(checkGas(constant, ethereum)).toMatchObject([{ name: 'gas-constant', severity: 'warn' }])
    expect(checkGas(read('gas-minutes', 'gasMinutes'), ethereum)).toEqual([])
  })
})
