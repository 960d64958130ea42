import { describe, expect, test } from 'vitest'
import { createInputs } from '../../../backtest/orchestrate/createInputs.ts'
import { usualPortfolio } from '../../../backtest/portfolios/document.ts'
import { readInputs } from '../../../cli/backtest/readInputs.ts'
import { parsePolicyDocument } from '../../../cli/backtest/readPolicyDocument.ts'
import { readTextFile } from '../../../files/readTextFile.ts'
import { openMarket } from '../../../market/files/openMarket.ts'

const draft = 'governance/examples/calm-bands.yaml'
const subject = async () => parsePolicyDocument(await readTextFile(draft), {})

describe('createInputs', () => {
  test.each(['ethereum-2022-05-12', 'eth-options-2026-01'])(
    'default: on %s, what a command line without flags runs',
    async (name) => {
      const inputs = createInputs(await subject(), { markets: [await openMarket(name)] })
      expect(inputs).toEqual(await readInputs(draft, { market: name, seed: '1', network: '' }))
      expect(inputs.portfolios).toEqual([usualPortfolio])
      expect(inputs.against.includes('sigma-2.5-implied')).toBe(name.startsWith('eth-options'))
    },
  )

  test('behavior: what is chosen stands in place of what is usual', async () => {
    const markets = [await openMarket('ethereum-2022-05-12')] as const
    const choices = { markets, against: ['hold'], seed: 7n, latencyBlocks: 2, range: { from: 5 } }
    const inputs = createInputs(await subject(), choices)
    expect(inputs).toMatchObject({ against: ['hold'], seed: 7n, latencyBlocks: 2 })
    expect(inputs.range).toEqual({ from: 5, to: undefined })
  })
})
