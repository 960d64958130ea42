import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diskReader } from '../../market/files/diskReader.ts'
import { listShippedMarkets, openMarket } from '../../market/files/openMarket.ts'
import { inferGasUsedPips } from '../../market/inferGasUsed.ts'
import type { OptionSnapshot } from '../../market/options.ts'
import { listStreams } from '../../market/read/readStream.ts'
import type { Steps } from '../../market/steps.ts'

async function readColumns(name: string) {
  const chunks: Steps[] = []
  // The columns are filled anew by the next chunk.
  for await (const steps of diskReader.readSteps(await openMarket(name)))
    chunks.push(structuredClone(steps))
  return (column: Exclude<keyof Steps, 'count' | 'observations'>) =>
    chunks.flatMap((steps) => [...steps[column]])
}

describe('shipped markets', () => {
  test.each(listShippedMarkets())(
    'default: %s: every row is what its manifest says',
    async (name) => {
      const market = await openMarket(name)
      expect(market.manifest.name).toBe(name)
      expect(market.manifest.source).not.toBe('')
      expect(market.manifest.assumptions.length).toBeGreaterThan(2)
      let rows = 0
      for (const stream of listStreams(market)) {
        for await (const { count } of diskReader.readStream(market, stream)) rows += count
      }
      expect(rows).toBe(market.manifest.partitions.reduce((sum, { rows }) => sum + rows, 0))
      expect(market.manifest.partitions.flatMap(({ gaps }) => gaps)).toEqual([])
    },
  )

  test('default: all of them together are below 1 MB', async () => {
    const folders = await Promise.all(listShippedMarkets().map(openMarket))
    const sizes = folders.flatMap(({ folder }) =>
      readdirSync(folder).map((file) => statSync(join(folder, file)).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000)
  })

  test('default: ethereum-2022-05-12: up to 1,352 gwei, 2,102 to 1,775 USD, a quarter of the depth', async () => {
    const recording = await diskReader.readRecording(await openMarket('ethereum-2022-05-12'))
    const fees = recording.blocks.map(({ baseFeePerGas }) => Number(baseFeePerGas) / 1e9)
    expect(recording.blocks).toHaveLength(2_400)
    expect(Math.floor(Math.max(...fees))).toBe(1_352)
    expect(recording.chain).toMatchObject({
      nativeCoin: 'ETH',
      gasTargetPips: 500_000,
      baseFeeDenominator: 8,
    })
    // Each block's fee follows from the one before and how full it was: no unit is guessed.
    for (const [index, { baseFeePerGas, gasUsedRatioPips }] of recording.blocks.entries()) {
      const next = recording.blocks[index + 1]
      if (next === undefined) continue
      const expected = Number(baseFeePerGas) * (1 + (Number(gasUsedRatioPips) / 5e5 - 1) / 8)
      expect(Math.abs(Number(next.baseFeePerGas) / expected - 1)).toBeLessThan(2e-6)
    }
    const read = await readColumns('ethereum-2022-05-12')
    const [low, high] = [Math.min(...read('lowUsd6')), Math.max(...read('highUsd6'))]
    expect(low / 1e6).toBeGreaterThan(1_700)
    expect(low / 1e6).toBeLessThan(1_776)
    expect(high / 1e6).toBeGreaterThan(2_102)
    const depth = read('depthUsd6')
    expect(Math.min(...depth) / (depth[0] as number)).toBeLessThan(0.25)
    expect(read('at')).toHaveLength(567)
  })

  test('default: polygon-2023-08-17: gas is paid in MATIC: $1.58 for 300,000 gas at the dearest minute', async () => {
    const read = await readColumns('polygon-2023-08-17')
    const [fees, native] = [read('baseFeePerGas'), read('nativePriceUsd6')]
    const dearest = fees.indexOf(Math.max(...fees))
    expect(new Date((read('at')[dearest] as number) * 1000).toISOString()).toBe(
      '2023-08-17T21:46:00.000Z',
    )
    const costUsd = (300_000 * (fees[dearest] as number) * (native[dearest] as number)) / 1e24
    expect(costUsd).toBeCloseTo(1.58, 2)
    expect(Math.min(...read('priceUsd6')) / 1e6).toBeGreaterThan(1_500)
    const { chain } = (await openMarket('polygon-2023-08-17')).manifest
    const used = read('gasUsedRatioPips')
    for (let index = 1; index < used.length; index++) {
      const [before, after] = [fees[index - 1] as number, fees[index] as number]
      expect(used[index]).toBe(inferGasUsedPips(before, after, 60, chain))
    }
  })

  test.each([
    ['carry-2023', 1_195.06, 0.1652],
    ['carry-2023-btc', 16_526.19, 0.1576],
  ])('default: %s: every 8 hours of UTC, funding at its stamp', async (name, first, funding) => {
    const read = await readColumns(name)
    const at = read('at')
    expect(at).toHaveLength(1_642)
    for (const [index, now] of at.entries()) expect(now).toBe(1_672_560_000 + 28_800 * index)
    expect(read('priceUsd6')[0]).toBe(Math.round(first * 1e6))
    // The first stamp, 2023-01-01 00:00, comes before the first price is known.
    const rates = read('fundingPips9')
    expect(rates.reduce((sum, rate) => sum + rate, 0) / 1e9).toBeCloseTo(funding, 3)
    expect(rates.filter((rate) => rate === 0).length).toBeLessThan(10)
    const basis = read('perpPriceUsd6').map(
      (price, index) => price / (read('priceUsd6')[index] as number),
    )
    expect(Math.max(...basis.slice(0, 100).map((share) => Math.abs(share - 1)))).toBeLessThan(0.01)
  })

  test('default: eth-options-2026-01: 22 snapshots, marks between bid and ask', async () => {
    const snapshots: OptionSnapshot[] = []
    for await (const snapshot of diskReader.readOptions(await openMarket('eth-options-2026-01'))) {
      snapshots.push(snapshot)
    }
    expect(snapshots).toHaveLength(22)
    const quotes = snapshots.flatMap(({ quotes }) => quotes)
    const quoted = quotes.filter(({ bidPips9, askPips9 }) => bidPips9 > 0 && askPips9 > 0)
    expect(quoted.length / quotes.length).toBeGreaterThan(0.9)
    const isInside = ({ bidPips9, askPips9, markPips9 }: (typeof quoted)[number]) =>
      bidPips9 <= markPips9 && markPips9 <= askPips9
    expect(quoted.filter(isInside).length / quoted.length).toBeGreaterThan(0.99)
    expect(quotes.every(({ isCall, deltaPips }) => isCall === deltaPips > 0)).toBe(true)
  })
})
