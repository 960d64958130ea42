import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MarketHashError } from '../../../market/errors.ts'
import { listShippedMarkets, openMarket } from '../../../market/files/openMarket.ts'
import { describeShippedMarket } from '../../../web/bundle/shippedMarkets.ts'
import { ShippedMarketChangedError, SiteFileError } from '../../../web/shipped/errors.ts'
import { marketsIndexSchema } from '../../../web/shipped/marketsIndex.ts'
import { openShippedMarket } from '../../../web/shipped/openShippedMarket.ts'
import { fetchShipped } from '../support/fetchShipped.ts'

const NAME = 'ethereum-2022-05-12'
const listed = async (name = NAME) => describeShippedMarket(await openMarket(name))

describe('describeShippedMarket', () => {
  test('default: the list of the site has every shipped market, in its own form', async () => {
    const markets = await Promise.all(listShippedMarkets().map(listed))
    const index = { format: 'gimbal-site-markets/1', markets }
    expect(marketsIndexSchema.parse(JSON.parse(JSON.stringify(index)))).toEqual(index)
    expect(markets.map(({ name, observations }) => [name, observations])).toEqual([
      ['carry-2023', 'rows'],
      ['carry-2023-btc', 'rows'],
      ['eth-options-2026-01', 'rows'],
      ['ethereum-2022-05-12', 'segments'],
      ['polygon-2023-08-17', 'segments'],
    ])
  })
})

describe('openShippedMarket', () => {
  test('default: the same market as on a disk', async () => {
    const { market } = await openShippedMarket(await listed(), fetchShipped)
    const { manifest, dataHash } = await openMarket(NAME)
    expect(market).toEqual({ folder: `markets/${NAME}`, manifest, dataHash })
  })

  test('error: a market.json that is another one than listed is refused', async () => {
    const fetchFile = async (file: string) => {
      const bytes = await fetchShipped(file)
      if (!file.endsWith('market.json')) return bytes
      const text = new TextDecoder().decode(bytes)
      return new TextEncoder().encode(text.replace('"feePips": 3000', '"feePips": 1'))
    }
    const opening = openShippedMarket(await listed(), fetchFile)
    await expect(opening).rejects.toBeInstanceOf(ShippedMarketChangedError)
    await expect(opening).rejects.toThrow(
      /is not the one that the site lists.*Nothing was computed/,
    )
  })

  test('error: a file with other figures is refused before a row of it is used', async () => {
    const fetchFile = async (file: string) => {
      const bytes = await fetchShipped(file)
      if (file.endsWith('pool.csv')) bytes[200] = (bytes[200] ?? 0) ^ 1
      return bytes
    }
    const { market, reader } = await openShippedMarket(await listed(), fetchFile)
    await expect(reader.readSteps(market).next()).rejects.toBeInstanceOf(MarketHashError)
  })

  test('error: a market.json that is none, and a file that is not there', async () => {
    const garbage = async () => readFileSync('build/core.wasm')
    await expect(openShippedMarket(await listed(), garbage)).rejects.toThrow(
      /market.json: is no text in UTF-8/,
    )
    const missing = async (file: string) => {
      if (file.endsWith('pool.csv'))
        throw new SiteFileError(file, 'cannot be read (HTTP status 404)')
      return fetchShipped(file)
    }
    await expect(openShippedMarket(await listed(), missing)).rejects.toThrow(
      /markets\/ethereum-2022-05-12\/pool.csv of this site cannot be read/,
    )
  })
})
