import { describe, expect, test } from 'vitest'
import { openEngine } from '../../../backtest/node/openEngine.ts'
import { backtest } from '../../../backtest/orchestrate/backtest.ts'
import { listTrials, type TrialRecord } from '../../../backtest/orchestrate/listTrials.ts'
import { formatResult } from '../../../backtest/report/hashResult.ts'
import { readInputs } from '../../../cli/backtest/readInputs.ts'
import { parsePolicyDocument } from '../../../cli/backtest/readPolicyDocument.ts'
import { readTextFile } from '../../../files/readTextFile.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import { runShippedBacktest } from '../../../web/backtest/runShippedBacktest.ts'
import { describeBacktester } from '../../../web/bundle/backtester.ts'
import { describeShippedMarket } from '../../../web/bundle/shippedMarkets.ts'
import { fetchShipped } from '../support/fetchShipped.ts'

const DRAFT = 'governance/examples/policy.yaml'
const backtester = describeBacktester()

async function runOnSite(
  name: string,
  options: { trials?: number; fetchFile?: typeof fetchShipped } = {},
) {
  const { trials = 30, fetchFile = fetchShipped } = options
  const records: TrialRecord[] = []
  const shares: number[] = []
  const text = await runShippedBacktest(
    {
      market: describeShippedMarket(await openMarket(name)),
      subject: parsePolicyDocument(await readTextFile(DRAFT), {}),
    },
    {
      fetchFile,
      backtester,
      async countTrials(record) {
        records.push(record)
        return trials
      },
      onProgress: (share) => shares.push(share),
    },
  )
  return { text, records, shares }
}

describe('runShippedBacktest', () => {
  test.each(['ethereum-2022-05-12', 'eth-options-2026-01'])(
    'P-145 the result on %s is the one of the command line, byte for byte',
    async (name) => {
      const asked = await readInputs(DRAFT, { market: name, seed: '1', network: '' })
      const { result } = await backtest({ ...asked, trials: 30 }, await openEngine())
      const { text, records } = await runOnSite(name)
      expect(text).toBe(formatResult(result))
      expect(records.map(({ trials }) => trials)).toEqual([listTrials(asked)])
    },
  )

  test('behavior: it says how far it is, from time to time and in order', async () => {
    const { shares } = await runOnSite('polygon-2023-08-17')
    expect(shares.length).toBeGreaterThan(20)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })

  test('behavior: trials are written down before the run, and what fails was tried, too', async () => {
    const records: TrialRecord[] = []
    const run = runShippedBacktest(
      {
        market: describeShippedMarket(await openMarket('ethereum-2022-05-12')),
        subject: parsePolicyDocument(await readTextFile(DRAFT), {}),
      },
      {
        fetchFile: async (file) => {
          const bytes = await fetchShipped(file)
          if (file.endsWith('block.csv')) bytes[300] = 0
          return bytes
        },
        backtester,
        async countTrials(record) {
          records.push(record)
          return 30
        },
        onProgress() {},
      },
    )
    await expect(run).rejects.toThrow(/block.csv: the SHA-256 is/)
    expect(records).toHaveLength(1)
  })

  test('error: a core that the site was not built with', async () => {
    const other = { ...backtester, coreHash: `0x${'ab'.repeat(32)}` as const }
    const run = runShippedBacktest(
      {
        market: describeShippedMarket(await openMarket('ethereum-2022-05-12')),
        subject: parsePolicyDocument(await readTextFile(DRAFT), {}),
      },
      { fetchFile: fetchShipped, backtester: other, countTrials: async () => 1, onProgress() {} },
    )
    await expect(run).rejects.toThrow(
      /The Wasm core of this site has the hash 0x.*Nothing was computed/,
    )
  })
})
