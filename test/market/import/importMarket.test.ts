import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MarketCheckError, MarketFileError } from '../../../market/errors.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import { type ImportMarketOptions, importMarket } from '../../../market/import/importMarket.ts'
import { openTimeZone } from '../../../market/import/timeZone.ts'
import { makeFolder } from '../support/makeFolder.ts'
import { changeRecorded, findFormat, recordedFile } from '../support/recordedFile.ts'

type Options = Partial<Omit<ImportMarketOptions, 'facts'>> & Partial<ImportMarketOptions['facts']>

/** Imports one excerpt. */
function bring(folder: string, format: string, name: string, more: Options = {}) {
  const { title, source, licence, chain = {}, venue = {}, assumptions = [], ...rest } = more
  return importMarket(folder, {
    format: findFormat(format),
    files: [recordedFile(name)],
    write: 'csv',
    facts: { title, source, licence, chain, venue, assumptions },
    ...rest,
  })
}

const polygon = { name: 'polygon', nativePriceUsd6: 550_000 }
const weth = { asset: 'WETH' }

describe('importMarket', () => {
  test('default: a pool and its gas become one market', async () => {
    const folder = join(makeFolder(), 'My Day!')
    const pool = { chain: polygon, venue: weth, source: 'demeter', licence: 'MIT', feePips: 500n }
    await bring(folder, 'pool-minutes', 'poolMinutes-spike', pool)
    const { market } = await bring(folder, 'gas-minutes', 'gasMinutes', { assumptions: ['a day'] })
    expect(market.manifest).toMatchObject({
      name: 'my-day',
      source: 'demeter',
      licence: 'MIT',
      chain: { name: 'polygon', nativeCoin: 'MATIC', blockSec: 2, baseFeeDenominator: 16 },
      venue: { asset: 'WETH', feePips: 500 },
      start: { startVarianceWad: 0n, startDepthRefUsd6: 0n },
    })
    expect(
      market.manifest.partitions.map(({ kind, rows, stepSec }) => [kind, rows, stepSec]),
    ).toEqual([
      ['pool', 100, 60],
      ['gas', 40, 60],
    ])
    expect(market.manifest.assumptions).toContain('a day')
    const again = await openMarket(folder)
    expect(again.dataHash).toBe(market.dataHash)
    const recording = await diskReader.readRecording(again)
    expect(recording.pool).toHaveLength(100)
  })

  test('behavior: an exchange takes no gas, a pool does', async () => {
    const exchange = await bring(join(makeFolder(), 'exchange'), 'exchange', 'exchange')
    expect(exchange.market.manifest.chain.baseFeePerGas).toBe(0)
    expect(exchange.market.manifest.assumptions.join()).toContain('an exchange takes no gas')
    const pool = await bring(join(makeFolder(), 'pool'), 'pool-minutes', 'poolMinutes-spike')
    expect(pool.market.manifest.chain.baseFeePerGas).toBeUndefined()
  })

  test('behavior: the parts of a record come in order, from one import or two', async () => {
    const files = ['poolMinutes-spike', 'poolMinutes-gap'].map(recordedFile)
    const one = join(makeFolder(), 'one')
    const { market, findings } = await bring(one, 'pool-minutes', '', { files, venue: weth })
    expect(market.manifest.partitions[0]).toMatchObject({ rows: 119, gaps: { length: 2 } })
    expect(findings.map(({ name }) => name)).toContain('gap')
    const two = join(makeFolder(), 'two')
    await bring(two, 'pool-minutes', 'poolMinutes-spike', { venue: weth })
    const added = await bring(two, 'pool-minutes', 'poolMinutes-gap')
    const read = async (folder: string) => (await openMarket(folder)).manifest.partitions
    expect(added.market.manifest.partitions).toHaveLength(2)
    expect((await read(two)).reduce((sum, { rows }) => sum + rows, 0)).toBe(119)
  })

  test('behavior: options are sorted, and written as Parquet', async () => {
    const folder = join(makeFolder(), 'chain')
    const { market } = await bring(folder, 'option-chain', 'optionChain', { write: 'parquet' })
    expect(readdirSync(folder).toSorted()).toEqual(['kind=option', 'market.json'])
    expect(market.manifest.partitions.map(({ rows }) => rows)).toEqual([11, 5])
  })

  test('behavior: spot, perpetual and funding become two records of 8 h', async () => {
    const folder = join(makeFolder(), 'carry')
    const picks = { venue: 'binance', asset: 'ETH' }
    const zone = openTimeZone('Europe/London')
    const { market } = await bring(folder, 'spot-perp-funding', 'spotPerpFunding-spring', {
      picks,
      zone,
    })
    expect(
      market.manifest.partitions.map(({ kind, stepSec, gaps }) => [kind, stepSec, gaps]),
    ).toEqual([
      ['price', 28_800, []],
      ['funding', 28_800, []],
    ])
  })

  test('error: what a check refuses is not written', async () => {
    const folder = join(makeFolder(), 'carry')
    const picks = { venue: 'binance', asset: 'ETH' }
    const local = bring(folder, 'spot-perp-funding', 'spotPerpFunding-spring', { picks })
    await expect(local).rejects.toThrow(MarketCheckError)
    await expect(local).rejects.toThrow(/local time\? Import it with --zone Europe\/London/)
    const twice = changeRecorded('exchange', 9, (cells) => cells.with(0, '1652339160'))
    const doubled = bring(folder, 'exchange', '', { files: [twice] })
    await expect(doubled).rejects.toThrow(/duplicate: 2022-05-12 07:07 is there twice/)
    expect(existsSync(folder)).toBe(false)
  })

  test('error: gas in a coin whose price nobody gives; the market stays as it was', async () => {
    const folder = join(makeFolder(), 'day')
    const { market } = await bring(folder, 'pool-minutes', 'poolMinutes-spike', { venue: weth })
    const chain = { name: 'polygon', nativeCoin: 'MATIC' }
    const gas = bring(folder, 'gas-minutes', 'gasMinutes', { chain })
    await expect(gas).rejects.toThrow(/gas-coin: gas is paid in MATIC, the market is of WETH/)
    expect((await openMarket(folder)).dataHash).toBe(market.dataHash)
  })

  test('error: figures that are there already, an unknown chain, and a file with nothing of its kind', async () => {
    const folder = join(makeFolder(), 'day')
    await bring(folder, 'exchange', 'exchange')
    await expect(bring(folder, 'exchange', 'exchange')).rejects.toThrow(
      /has figures of the kind price for this time already, in price.csv/,
    )
    const other = join(makeFolder(), 'other')
    const unknown = bring(other, 'exchange', 'exchange', { chain: { name: 'mychain' } })
    await expect(unknown).rejects.toThrow(
      /the chain mychain is not known; give --native-coin, --block-time, --gas-target, --fee-denominator/,
    )
    const files = [changeRecorded('gasDays', 3, (cells) => cells)]
    await expect(bring(other, 'blocks', '', { files })).rejects.toThrow(MarketFileError)
  })
})
